import { oncePerThing, oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import { compare, type JsonObject } from '../model/json';
import { matches } from '../model/labels';
import { every, some, type Certainty } from '../model/certainty';
import { conditionHolds, needsRequest, type Attribute, type Condition, type Request } from './authorization-condition';
import { capturesInbound } from './capture';
import { evidence, type Evidence } from './evidence';
import { annotationsOf, labelsAt, namespaceOf, objectAt, objectsAt, specOf, textAt, textsAt } from './fields';
import { grouped } from './grouping';
import { rootNamespace, trustDomains } from './mesh-config';

/**
 * Whether a server's proxy lets a request through: CUSTOM, then DENY, then ALLOW. No ALLOW policy at all lets everything through that was not denied; one
 * that matches nothing lets nothing through.
 *
 * Source: `security/authz/builder`, `security/authz/model`, `ShouldAttachPolicy` (`model/policyattachment.go`) of Istio 1.31.
 */
export type Action = 'ALLOW' | 'DENY' | 'CUSTOM' | 'AUDIT';

export interface Verdict {
  readonly verdict: 'allowed' | 'denied' | 'unknown';
  /** A half sentence. */
  readonly reason: string;
  /** Rules that decide: the one that matched, or the policies none of whose rules did. */
  readonly evidence: readonly Evidence[];
}

/** Policies that a workload's proxy applies, of one action. */
export interface Policies {
  readonly custom: readonly ClusterObject[];
  readonly deny: readonly ClusterObject[];
  readonly allow: readonly ClusterObject[];
}

const byNamespace = oncePerWorld(world => grouped(
  [...world.cluster.of('security.istio.io', 'AuthorizationPolicy')].sort((a, b) => compare(a.reference.name, b.reference.name)),
  policy => [namespaceOf(policy)],
));

/** The action of a policy; ALLOW where none is said. */
export function actionOf(policy: ClusterObject): Action {
  const action = textAt(specOf(policy), 'action');
  return action === 'DENY' || action === 'CUSTOM' || action === 'AUDIT' ? action : 'ALLOW';
}

/** Whether a policy is only tried: it counts, and decides nothing. */
export function isDryRun(policy: ClusterObject): boolean {
  return ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(annotationsOf(policy)['istio.io/dry-run'] ?? '');
}

/**
 * Policies that hold for a workload: of the root namespace and its own, by selector. A policy with `targetRefs` holds only for the gateway or waypoint it
 * names. Policies that are only tried, and AUDIT, decide nothing and are left out.
 */
export const policiesFor: (world: World, workload: Pick<Workload, 'namespace' | 'labels'>) => Policies = oncePerThing((world: World, workload: Pick<Workload, 'namespace' | 'labels'>) => {
  const found = new Set([rootNamespace(world), workload.namespace].flatMap(namespace => byNamespace(world).get(namespace) ?? []));
  const attached = [...found].filter(policy => !isDryRun(policy) && attaches(policy, workload));
  const of = (action: Action): readonly ClusterObject[] => attached.filter(policy => actionOf(policy) === action);
  return { custom: of('CUSTOM'), deny: of('DENY'), allow: of('ALLOW') };
});

function attaches(policy: ClusterObject, { namespace, labels }: Pick<Workload, 'namespace' | 'labels'>): boolean {
  const spec = specOf(policy);
  const single = objectAt(spec, 'targetRef');
  const listed = objectsAt(spec, 'targetRefs');
  const targets = listed.length === 0 && single !== undefined ? [single] : listed;
  const gateway = labels['gateway.networking.k8s.io/gateway-name'];
  // Waypoints never follow selectors.
  if (targets.length === 0) return labels['gateway.networking.k8s.io/gateway-class-name'] !== 'istio-waypoint' && matches(labelsAt(spec, 'selector', 'matchLabels'), labels);
  return gateway !== undefined && namespaceOf(policy) === namespace
    && targets.some(target => textAt(target, 'kind') === 'Gateway' && textAt(target, 'group') === 'gateway.networking.k8s.io' && textAt(target, 'name') === gateway);
}

/** A question to the proxy of a workload. */
export interface Access extends Request {
  /**
   * Whether the proxy sees single requests on the port. `no` for TCP: conditions on requests make an ALLOW rule void, and drop out of a DENY rule, which
   * then denies more. `unknown` where it sniffs.
   */
  readonly requests: Certainty;
}

/**
 * The verdict of a workload's proxy on a request.
 *
 * @example authorization(world, workload, { port: 8080, requests: 'yes', identity: null, method: 'GET' }).verdict
 */
export function authorization(world: World, workload: Workload, access: Access): Verdict {
  const { custom, deny, allow } = policiesFor(world, workload);
  if (custom.length + deny.length + allow.length === 0) return { verdict: 'allowed', reason: 'no policy selects the workload', evidence: [] };
  const capture = capturesInbound(world, workload, access.port);
  if (capture.captured === 'no') return { verdict: 'allowed', reason: `no proxy applies policies: ${capture.reason}`, evidence: [] };
  const judged = judge(world, { custom, deny, allow }, access);
  if (capture.captured === 'yes' || judged.verdict === 'allowed') return judged;
  return { verdict: 'unknown', reason: capture.reason, evidence: judged.evidence };
}

/** The same from the policies alone, as if a proxy were there. */
export function judge(world: World, { custom, deny, allow }: Policies, access: Access): Verdict {
  const denied = ruled(world, deny, 'DENY', access);
  if (denied.matched === 'yes') return { verdict: 'denied', reason: 'a DENY rule matches', evidence: denied.evidence };
  const asked = ruled(world, custom, 'CUSTOM', access);
  const allowed = ruled(world, allow, 'ALLOW', access);
  if (allow.length > 0 && allowed.matched === 'no') return { verdict: 'denied', reason: 'no ALLOW rule matches', evidence: allow.map(policy => evidence(policy, 'spec')) };
  if (asked.matched !== 'no') return { verdict: 'unknown', reason: 'an external authorizer decides', evidence: asked.evidence };
  if (denied.matched === 'unknown') return { verdict: 'unknown', reason: 'a DENY rule may match', evidence: denied.evidence };
  if (allow.length === 0) return { verdict: 'allowed', reason: 'no DENY rule matches, and there is no ALLOW policy', evidence: [] };
  return allowed.matched === 'yes' ? { verdict: 'allowed', reason: 'an ALLOW rule matches', evidence: allowed.evidence } : { verdict: 'unknown', reason: 'an ALLOW rule may match', evidence: allowed.evidence };
}

interface Ruled {
  readonly matched: Certainty;
  readonly evidence: readonly Evidence[];
}

/** Whether a rule of the policies matches; the evidence are the rules that do, or may. */
function ruled(world: World, policies: readonly ClusterObject[], action: Action, access: Access): Ruled {
  const maybe: Evidence[] = [];
  for (const policy of policies) {
    for (const [i, rule] of objectsAt(specOf(policy), 'rules').entries()) {
      const matched = ruleMatches(world, policy, rule, action, access);
      if (matched === 'yes') return { matched, evidence: [evidence(policy, 'spec', 'rules', i)] };
      if (matched === 'unknown') maybe.push(evidence(policy, 'spec', 'rules', i));
    }
  }
  return { matched: maybe.length === 0 ? 'no' : 'unknown', evidence: maybe };
}

function ruleMatches(world: World, policy: ClusterObject, rule: JsonObject, action: Action, access: Access): Certainty {
  if (access.requests === 'unknown') {
    const [http, tcp] = [ruleMatches(world, policy, rule, action, { ...access, requests: 'yes' }), ruleMatches(world, policy, rule, action, { ...access, requests: 'no' })];
    return http === tcp ? http : 'unknown';
  }
  const namespace = namespaceOf(policy);
  const domains = trustDomains(world);
  const { from, to, when } = partsOf(rule);
  const tcp = access.requests === 'no';
  const groups = [...from, ...to, when];
  // One condition that a connection cannot answer voids the whole ALLOW rule; elsewhere it drops out alone.
  if (tcp && action === 'ALLOW' && groups.some(group => group.some(({ attribute }) => needsRequest(attribute)))) return 'no';
  const asked = (group: readonly Condition[]): Certainty => every(group.filter(({ attribute }) => !tcp || !needsRequest(attribute)).map(condition => conditionHolds(condition, access, namespace, domains)));
  return every([from.length === 0 ? 'yes' : some(from.map(asked)), to.length === 0 ? 'yes' : some(to.map(asked)), asked(when)]);
}

interface RuleParts {
  readonly from: readonly (readonly Condition[])[];
  readonly to: readonly (readonly Condition[])[];
  readonly when: readonly Condition[];
}

const withNegation = (attribute: Attribute): readonly [Attribute, string] => [attribute, `not${attribute[0]?.toUpperCase() ?? ''}${attribute.slice(1)}`];
const sourceFields = (['principals', 'namespaces', 'serviceAccounts', 'trustDomains', 'requestPrincipals', 'ipBlocks', 'remoteIpBlocks'] as const).map(withNegation);
const operationFields = (['hosts', 'ports', 'methods', 'paths'] as const).map(withNegation);

/** The conditions of a rule, in a form that can be asked. A rule is asked for many callers, and read once. */
export function partsOf(rule: JsonObject): RuleParts {
  const present = readRules.get(rule);
  if (present !== undefined) return present;
  const read: RuleParts = {
    from: objectsAt(rule, 'from').map(from => conditions(objectAt(from, 'source'), sourceFields)),
    to: objectsAt(rule, 'to').map(to => conditions(objectAt(to, 'operation'), operationFields)),
    when: objectsAt(rule, 'when').map(when => ({ attribute: attributeOf(textAt(when, 'key') ?? ''), values: textsAt(when, 'values'), notValues: textsAt(when, 'notValues') })),
  };
  readRules.set(rule, read);
  return read;
}

const readRules = new WeakMap<JsonObject, RuleParts>();

function conditions(block: JsonObject | undefined, fields: readonly (readonly [attribute: Attribute, not: string])[]): readonly Condition[] {
  if (block === undefined) return [];
  return fields.flatMap(([attribute, not]) => {
    if (block[attribute] === undefined && block[not] === undefined) return [];
    const [values, notValues] = [textsAt(block, attribute), textsAt(block, not)];
    return values.length + notValues.length > 0 ? [{ attribute, values, notValues }] : [];
  });
}

const keys: Readonly<Record<string, Attribute>> = {
  'source.ip': 'ipBlocks',
  'remote.ip': 'remoteIpBlocks',
  'source.namespace': 'namespaces',
  'source.principal': 'principals',
  'source.serviceAccount': 'serviceAccounts',
  'source.trustDomain': 'trustDomains',
  'request.auth.principal': 'requestPrincipals',
  'destination.port': 'ports',
};

function attributeOf(key: string): Attribute {
  const name = /^request\.headers\[(.+)\]$/.exec(key)?.[1];
  return keys[key] ?? (name === undefined ? `unknown:${key}` : `header:${name}`);
}
