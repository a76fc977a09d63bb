import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { FilesReport } from '../check/check-files';
import type { Profile } from '../configuration/configuration';
import { formatPath, type Finding } from '../model/finding';
import { describe } from '../model/object';
import { list, UsageError } from '../model/usage-error';

/** What `properties` of the plugin may hold. */
export interface SealaneValidationProps {
  /** Lowest severity that fails the synth, whatever the profile. @default - what the profile says */
  readonly failOn?: 'error' | 'warning';
  /** `default`: errors fail; `strict`: warnings too; `advice`: information is reported as well. @default - what `sealane.yaml` says, else 'default' */
  readonly profile?: Profile;
  /** Folders of clusters by name, below the output folder: `{ eu: 'eu', us: 'us' }`. @default - one cluster without a name */
  readonly clusters?: Readonly<Record<string, string>>;
  /** Path of a `sealane.yaml`. @default - the one where the synth runs, if there is one */
  readonly platform?: string;
  /** Namespace of objects that name none. @default - the destination of what applies their folder, where the input has it, else 'default' */
  readonly namespace?: string;
}

/** What a plugin is given by cdk8s-cli; only what is used here. */
export interface SealaneValidationContext {
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: readonly { readonly resourceName: string; readonly locations: readonly string[]; readonly manifestPath: string }[];
    }): void;
    submit(status: 'success' | 'failure', metadata?: Readonly<Record<string, string>>): void;
  };
}

const options: readonly string[] = ['failOn', 'profile', 'clusters', 'platform', 'namespace'] satisfies readonly (keyof SealaneValidationProps)[];

/**
 * The validation plugin for cdk8s-cli: every rule over what a synth wrote, whatever wrote it. For apps without a `Network`, which checks
 * its App itself and knows more.
 *
 * @throws UsageError for properties that it does not have
 * @example
 * // cdk8s.yaml
 * validations:
 *   - package: ./node_modules/sealane
 *     version: 0.1.0
 *     class: SealaneValidation
 *     properties: { failOn: warning, clusters: { eu: eu, us: us } }
 */
export class SealaneValidation {
  constructor(private readonly props: SealaneValidationProps = {}) {
    const unknown = Object.keys(props).filter(key => !options.includes(key));
    if (unknown.length > 0) throw new UsageError({ what: `properties ${list(unknown)} of SealaneValidation`, fix: `there are ${list(options)}` });
    for (const [key, allowed] of [['failOn', ['error', 'warning']], ['profile', ['default', 'strict', 'advice']]] as const) {
      const value: string | undefined = props[key];
      if (value !== undefined && !(allowed as readonly string[]).includes(value)) throw new UsageError({ what: `${key} "${value}" of SealaneValidation`, fix: `write one of ${allowed.join(', ')}` });
    }
  }

  async validate({ manifests, report }: SealaneValidationContext): Promise<void> {
    // Readers and schemas are for this alone, and a synth that does not validate shall not wait for them.
    const [{ checkFiles, joinReports }, { fails }, { configurationFor }, { loadSchemas }, { formatFooter }] = await Promise.all([import('../check/check-files'), import('../check/profile'), import('../files/configuration'), import('../files/schemas'), import('../check/formats/report')]);
    const { failOn, platform, namespace } = this.props;
    const configuration = configurationFor([], platform);
    const profile = this.props.profile ?? configuration?.configuration.profile ?? 'default';
    const result = joinReports(
      this.clustersOf(manifests).map(({ name, files }) =>
        checkFiles({
          files: files.map(path => ({ path: relative(process.cwd(), path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') })),
          profile,
          loadSchemas,
          ...(name === undefined ? {} : { cluster: name }),
          ...(namespace === undefined ? {} : { namespace }),
          ...(configuration === undefined ? {} : { configuration: configuration.configuration, configurationFile: configuration.file }),
        }),
      ),
    );
    tell(result, report);
    report.submit(fails(result.findings, profile, failOn) || result.inputErrors.length > 0 ? 'failure' : 'success', rows(formatFooter(result)));
  }

  /** cdk8s-cli hands over the files of all clusters as one list. */
  private clustersOf(manifests: readonly string[]): readonly { readonly name?: string; readonly files: readonly string[] }[] {
    const { clusters } = this.props;
    if (clusters === undefined) return [{ files: manifests }];
    const of = (file: string): string | undefined => Object.keys(clusters).find(name => `/${file.replaceAll('\\', '/')}`.includes(`/${(clusters[name] ?? '').replace(/^\.?\/+|\/+$/g, '')}/`));
    const homeless = manifests.filter(file => of(file) === undefined && !file.endsWith('construct-metadata.json'));
    if (homeless.length > 0) throw new UsageError({ what: `${list(homeless)} in the folder of no cluster`, fix: `"clusters" of SealaneValidation names ${list(Object.values(clusters))}; add the folder` });
    return Object.keys(clusters).map(name => ({ name, files: manifests.filter(file => of(file) === name) }));
  }
}

/** `unknown: 3 × …` under its first word, as the report's table wants it. */
function rows(lines: readonly string[]): Readonly<Record<string, string>> {
  const table: Record<string, string> = {};
  for (const line of lines) {
    const [key = '', text] = [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)];
    table[key] = table[key] === undefined ? text : `${table[key]}; ${text}`;
  }
  return table;
}

/** One violation for each thing to do: findings of a rule with one remedy stand together, each with its own place. */
function tell({ findings, inputErrors }: FilesReport, report: SealaneValidationContext['report']): void {
  for (const { file, line, message } of inputErrors) report.addViolation({ ruleName: 'input error', recommendation: message, fix: 'correct the file, or what writes it', violatingResources: [{ resourceName: file, locations: [`${file}:${line}`], manifestPath: file }] });
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = [finding.rule, finding.severity, finding.message, finding.help].join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    report.addViolation({ ruleName: `${first.rule} (${first.severity})`, recommendation: first.message, fix: first.help, violatingResources: group.map(resourceOf) });
  }
}

/** cdk8s-cli looks constructs up by bare names, which several objects share; kind and namespace before the name keep it from naming a wrong one. */
function resourceOf({ cluster, object, path, file = '', line, column, near = [] }: Finding): { readonly resourceName: string; readonly locations: readonly string[]; readonly manifestPath: string } {
  const name = object === undefined ? file : describe(object);
  return {
    resourceName: cluster === undefined ? name : `${cluster}: ${name}`,
    locations: [
      [formatPath(path), [file, line, column].filter(part => part !== undefined).join(':')].filter(part => part !== '').join('  '),
      ...near.map(other => `near ${[describe(other.object), other.note ?? '', [other.file, other.line].filter(part => part !== undefined).join(':')].filter(part => part !== '').join('  ')}`),
    ],
    manifestPath: file,
  };
}
