import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemasFrom, type SchemaOptions, type Schemas } from '../schema/schemas';
import { packageFolder } from './package';

const loaded = new Map<string, Schemas>();

/**
 * The schemas that the package carries, and those of given CustomResourceDefinitions. Files are read when one of their kinds is first asked for.
 *
 * @throws {Error} when the folder is missing: without schemas nothing can be proven
 * @example loadSchemas({ sets: ['istio-1.30'] })
 */
export function loadSchemas(options: SchemaOptions = {}): Schemas {
  if (options.crds !== undefined && options.crds.length > 0) return schemasFrom(read, options);
  // Of one process many networks ask for the same schemas.
  const key = (options.sets ?? []).join(',');
  let schemas = loaded.get(key);
  if (schemas === undefined) loaded.set(key, (schemas = schemasFrom(read, options)));
  return schemas;
}

function read(file: string): string {
  return readFileSync(join(packageFolder, 'schemas', file), 'utf8');
}
