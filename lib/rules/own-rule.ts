import type { Cluster } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import { areas, type FieldPath, type RuleId, type Severity } from '../model/finding';
import type { ObjectReference } from '../model/object';
import { UsageError } from '../model/usage-error';
import type { Platform } from '../platform/platform';
import { catalogue } from './catalogue';
import type { Rule, Unsettled } from './rule';

/** What a rule of your own looks at. */
export interface OwnView {
  /** The objects, indexed: `cluster.of('apps', 'Deployment')`, `cluster.workloads`, `cluster.find(group, kind, namespace, name)`. */
  readonly cluster: Cluster;
  /** What the cluster runs; where nobody says, read off the objects, else defaults. */
  readonly platform: Platform;
}

/** What a rule of your own says of one place. */
export interface OwnFinding {
  /** The object to look at. @default - none: it is said of the whole */
  readonly object?: ClusterObject | ObjectReference;
  /** The field. @default [] */
  readonly path?: FieldPath;
  /** Other objects that it speaks of. @default [] */
  readonly near?: readonly { readonly object: ClusterObject | ObjectReference; readonly path?: FieldPath; readonly note?: string }[];
  /** Lower case, no final period, with the value seen. */
  readonly message: string;
  /** What to do, as an imperative. */
  readonly help: string;
}

/**
 * A rule of your own, run beside sealane's: in the synth, at construction in Pulumi, and in a policy pack.
 *
 * A value that is only known at deploy is an object with `apply` or `produce`; a finding at its field is left out and counted.
 *
 * @example
 * export const ownerNamed: OwnRule = {
 *   id: 'acme/owner-named', severity: 'error', url: 'https://platform.acme.example/rules/owner-named',
 *   check: ({ cluster }) => cluster.workloads.filter(({ labels }) => labels['acme.example/owner'] === undefined).map(({ object, templatePath }) => ({
 *     object, path: [...templatePath, 'metadata', 'labels'], message: 'pods of no owner', help: 'label them acme.example/owner' })),
 * };
 */
export interface OwnRule {
  /** `area/kebab-case`, with an area of yours: your organisation's name. Stable: accepts and policies name it. */
  readonly id: `${string}/${string}`;
  readonly severity: Severity;
  /** Its page. */
  readonly url: string;
  readonly check: (view: OwnView) => readonly (OwnFinding | Unsettled)[];
}

/**
 * Rules of a program as the check runs them.
 *
 * @param where the construct or component that brings them
 * @throws UsageError for ids that are malformed, used twice, or in an area of sealane's
 */
export function ownRules(rules: readonly OwnRule[], where: string): readonly Rule[] {
  const known = new Set<string>(catalogue.map(({ id }) => id));
  return rules.map(rule => {
    const { id, severity, url, check } = rule;
    if (!/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/.test(id)) throw new UsageError({ what: `rule "${id}"`, fix: 'write area/kebab-case, such as acme/owner-named', at: where });
    if ((areas as readonly string[]).includes(id.split('/')[0] ?? '')) throw new UsageError({ what: `rule ${id} is in an area of sealane's`, fix: 'give it an area of yours, such as the name of your organisation', at: where });
    if (known.has(id)) throw new UsageError({ what: `two rules ${id}`, fix: 'give each an id of its own', at: where });
    if (!['error', 'warning', 'info'].includes(severity)) throw new UsageError({ what: `severity "${String(severity)}" of rule ${id}`, fix: 'write error, warning or info', at: where });
    known.add(id);
    // Areas of users are not among those that the type lists.
    return { id: id as RuleId, codes: [], severity, url, reads: 'effective', check: ({ cluster, facts }) => check({ cluster, platform: facts.platform }) };
  });
}
