/** sealane as policies for a CrossGuard pack. Needs `@pulumi/policy`, an optional peer of the package. */
import './policy-peers';
import type { EnforcementLevel, PolicyResource, StackValidationPolicy } from '@pulumi/policy';
import type { Report } from '../check/check';
import { checkObjects } from '../check/check-objects';
import { formatFinding } from '../check/formats/text';
import type { Configuration } from '../configuration/configuration';
import { configurationFor } from '../files/configuration';
import { loadSchemas } from '../files/schemas';
import type { Finding, Severity } from '../model/finding';
import { groupOf, textAt } from '../model/object';
import { list, UsageError } from '../model/usage-error';
import type { Platform } from '../platform/platform';
import { catalogue } from '../rules/catalogue';
import { ownRules, type OwnRule } from '../rules/own-rule';
import { pageOf } from '../systems/remark';
import { stackObjects, type ProviderObjects } from './stack-objects';

/** How a violation is met. Nothing here repairs. */
export type SealaneEnforcement = Exclude<EnforcementLevel, 'remediate'>;

/** Options of `sealanePolicies`. */
export interface SealanePolicyOptions {
  /** What a cluster runs: of all providers, or of the one whose resource has that name. @default - what the configuration says, else what the objects show, else stated defaults */
  readonly platform?: Platform | ((provider: string) => Platform | undefined);
  /** A configuration as in `sealane.yaml`, or the path of one: severities, accepts, and what is outside. @default {} */
  readonly configuration?: Configuration | string;
  /** Rules of your own. @default [] */
  readonly rules?: readonly OwnRule[];
  /** How rules are met, by id; `all` is for those that are not named. @default - by severity: errors are mandatory, warnings advisory, information disabled */
  readonly enforcement?: Readonly<Record<string, SealaneEnforcement>>;
}

/**
 * The rules as stack policies, one each: every Kubernetes object of a stack is looked at together, by provider, whatever wrote it.
 *
 * A policy is called as its rule, with `-` for `/`. Two more are advisory: `sealane-unchecked` counts values that a preview does not know, `sealane-lesser`
 * says what a mandatory rule found and calls a warning itself.
 *
 * @throws UsageError for rules that do not exist and for malformed configurations
 * @example new PolicyPack('network', { policies: [...sealanePolicies({ enforcement: { all: 'advisory', 'route/subset-undefined': 'mandatory' } })] });
 */
export function sealanePolicies({ platform, configuration: said = {}, rules = [], enforcement = {} }: SealanePolicyOptions = {}): StackValidationPolicy[] {
  const file = typeof said === 'string' ? said : undefined;
  const configuration = typeof said === 'string' ? configurationFor([], said)?.configuration ?? {} : said;
  const own = ownRules(rules, 'sealanePolicies');
  const all: readonly Ruled[] = [...catalogue.filter(({ reads }) => reads !== 'intents'), ...own, ...aboutAccepts].map(rule => ({ id: rule.id, severity: severityOf(rule, configuration), url: 'url' in rule && rule.url !== undefined ? rule.url : pageOf(rule.id) }));
  const unknown = Object.keys(enforcement).filter(id => id !== 'all' && !all.some(rule => rule.id === id));
  if (unknown.length > 0) throw new UsageError({ what: `enforcement of ${list(unknown)}, which no policy is`, fix: '"sealane explain --list" names the rules' });

  const judge = remembered(objects =>
    checkObjects({
      objects: objects.objects.map(({ written }) => ({ written })),
      configuration,
      configurationFile: file ?? 'configuration',
      loadSchemas,
      own,
      opaque: objects.unknown,
      ...(objects.provider === '' ? {} : { cluster: objects.provider }),
      ...withPlatform(typeof platform === 'function' ? platform(objects.provider) : platform),
    }),
  );
  const policy = ({ id, severity, url }: Ruled): StackValidationPolicy => ({
    name: id.replace('/', '-'),
    displayName: id,
    description: `sealane rule ${id}`,
    enforcementLevel: enforcement[id] ?? enforcement['all'] ?? levels[severity],
    severity: ({ error: 'high', warning: 'medium', info: 'low' } as const)[severity],
    url,
    remediationSteps: `each violation says what to do; ${url} says why`,
    validateStack: ({ resources }, report) => told(judge(resources), finding => finding.rule === id && grave(finding) >= grave({ severity }), report),
  });
  return [...all.map(policy), lesser(all, judge), unchecked(judge)];
}

interface Ruled {
  readonly id: string;
  readonly severity: Severity;
  readonly url: string;
}

type Judge = (resources: readonly PolicyResource[]) => readonly Judged[];

interface Judged {
  readonly objects: ProviderObjects;
  readonly report: Report;
}

/** What a check says of accepts themselves. */
const aboutAccepts = [{ id: 'platform/accept-unused', severity: 'warning' }, { id: 'platform/accept-malformed', severity: 'warning' }] as const;
const levels: Readonly<Record<Severity, SealaneEnforcement>> = { error: 'mandatory', warning: 'advisory', info: 'disabled' };
const grave = ({ severity }: { readonly severity: Severity }): number => ['info', 'warning', 'error'].indexOf(severity);

function severityOf({ id, severity }: { readonly id: string; readonly severity: Severity }, { severities = {} }: Configuration): Severity {
  const stated = severities[id];
  return stated === undefined || stated === 'off' ? severity : stated;
}

function withPlatform(platform: Platform | undefined): { readonly platform?: Platform } {
  return platform === undefined ? {} : { platform };
}

/** The SDK gives each policy resources of its own, alike for all: they are judged once. */
function remembered(judge: (objects: ProviderObjects) => Report): Judge {
  let last: { readonly key: string; readonly judged: readonly Judged[] } | undefined;
  return resources => {
    const clusters = stackObjects(resources);
    const key = JSON.stringify(clusters);
    if (last?.key !== key) last = { key, judged: clusters.map(objects => ({ objects, report: judge(objects) })) };
    return last.judged;
  };
}

function told(judged: readonly Judged[], which: (finding: Finding) => boolean, report: (message: string, urn?: string) => void): void {
  for (const { objects, report: { findings } } of judged) {
    for (const finding of findings.filter(which)) report(`${formatFinding(finding)}\n  see: ${finding.url}`, urnOf(finding, objects));
  }
}

function urnOf({ object }: Finding, { objects }: ProviderObjects): string | undefined {
  if (object === undefined) return undefined;
  return objects.find(({ written }) => written['kind'] === object.kind && textAt(written, 'metadata', 'name') === object.name && groupOf(textAt(written, 'apiVersion') ?? '') === groupOf(object.apiVersion) &&
    (object.namespace === undefined || (textAt(written, 'metadata', 'namespace') ?? 'default') === object.namespace))?.urn;
}

/** What a rule itself calls less grave than it is in general must not stop a deployment that only its errors shall stop. */
function lesser(rules: readonly Ruled[], judge: Judge): StackValidationPolicy {
  const severities = new Map(rules.map(({ id, severity }) => [id, severity]));
  return {
    name: 'sealane-lesser',
    description: 'what sealane found and calls less grave than the rule is in general',
    enforcementLevel: 'advisory',
    severity: 'medium',
    validateStack: ({ resources }, report) => told(judge(resources), finding => finding.severity !== 'info' && grave(finding) < grave({ severity: severities.get(finding.rule) ?? finding.severity }), report),
  };
}

function unchecked(judge: Judge): StackValidationPolicy {
  return {
    name: 'sealane-unchecked',
    description: 'values that are only known at deploy, which no rule passes or fails on',
    enforcementLevel: 'advisory',
    severity: 'low',
    validateStack: ({ resources }, report) => {
      const unknown = judge(resources).reduce((total, { objects }) => total + objects.unknown, 0);
      if (unknown > 0) report(`${unknown === 1 ? '1 value is' : `${unknown} values are`} only known at deploy; no rule was asked about ${unknown === 1 ? 'it' : 'them'}`);
    },
  };
}
