import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from '../configuration/configuration';
import { parseConfiguration } from '../configuration/parse';
import { UsageError } from '../model/usage-error';

/** A configuration with the file that says it. */
export interface ConfigurationFile {
  readonly file: string;
  readonly configuration: Configuration;
}

/**
 * The configuration at a path, or that in one of some folders, else that in the folder where the program runs.
 *
 * @param stated path of a `sealane.yaml`, when somebody says it
 * @throws UsageError for a stated file that does not exist, and for wrong content
 */
export function configurationFor(folders: readonly string[], stated?: string): ConfigurationFile | undefined {
  if (stated !== undefined) {
    if (!existsSync(stated)) throw new UsageError({ what: `${stated} does not exist`, fix: 'name a sealane.yaml' });
    return read(stated);
  }
  const found = [...folders.filter(folder => existsSync(folder) && statSync(folder).isDirectory()), '.'].map(folder => join(folder, 'sealane.yaml')).find(file => existsSync(file));
  return found === undefined ? undefined : read(found);
}

function read(file: string): ConfigurationFile {
  return { file, configuration: parseConfiguration(readFileSync(file, 'utf8'), file) };
}
