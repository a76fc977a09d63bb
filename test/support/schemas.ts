import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredNode } from '../../lib/schema/node';
import { schemasFrom, type SchemaOptions, type Schemas } from '../../lib/schema/schemas';

const folder = join(__dirname, '../../schemas');

/** Reads a file of the package's schemas. */
export function loadSchema(file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

/** The package's own schemas, read from its folder. */
export function bundledSchemas(options: SchemaOptions = {}): Schemas {
  return schemasFrom(loadSchema, options);
}

/** The nodes of a file, by its path from the root of the project, as they are stored. */
export function nodesOf(file: string): readonly StoredNode[] {
  return (JSON.parse(readFileSync(join(folder, '..', file), 'utf8')) as { readonly nodes: readonly StoredNode[] }).nodes;
}
