import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { refuseUnknownRules } from '../check/severities';
import type { CheckConfiguration, Configuration } from '../configuration/configuration';
import { parseConfiguration, refuseMalformed } from '../configuration/parse';
import type { Finding } from '../model/finding';
import { UsageError } from '../model/usage-error';
import { ownRules, type OwnRule } from '../rules/own-rule';
import type { Rule } from '../rules/rule';

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

/** How the network of a program judges, and who says so. */
export interface NetworkCheck {
  readonly configuration: CheckConfiguration;
  readonly saidBy: Pick<Finding, 'file' | 'constructs'>;
  /** Rules of the program's own. */
  readonly own: readonly Rule[];
}

/**
 * What a network is told of its check: the words of a `sealane.yaml`, or the path of one. The platform stays the network's own.
 *
 * @param at path of the network's construct, or name of its component
 * @param rules rules of the program's own
 * @throws UsageError for a file that does not exist, wrong fields, and rules that do not exist
 */
export function networkCheck(said: CheckConfiguration | string, at: string, rules: readonly OwnRule[] = []): NetworkCheck {
  const own = ownRules(rules, at);
  const ids = own.map(({ id }) => id);
  if (typeof said === 'string') {
    const { configuration, file } = configurationFor([], said) ?? { configuration: {}, file: said };
    refuseUnknownRules(configuration, file, ids);
    return { configuration, saidBy: { file }, own };
  }
  refuseMalformed(said);
  refuseUnknownRules(said, 'check', ids);
  return { configuration: said, saidBy: { constructs: [at] }, own };
}

function read(file: string): ConfigurationFile {
  return { file, configuration: parseConfiguration(readFileSync(file, 'utf8'), file) };
}
