import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import { ofKind } from '../intents/intents';
import { leadsOutside, staysInside } from '../intents/subjects';
import { actionOf, authorization, isDryRun, partsOf, policiesFor } from '../mesh/authorization';
import { hasProxy } from '../mesh/capture';
import { labelsAt, namespaceOf, objectsAt, specOf } from '../mesh/fields';
import { rootNamespace, trustDomains } from '../mesh/mesh-config';
import { principal } from '../model/identity';
import { formatLabels, matches, type Labels } from '../model/labels';
import { describe } from '../model/object';
import { someOf } from '../model/some';
import { exitPort, registered } from '../systems/external';
import { portExceptions } from '../systems/istio/modes';
import { callerNamespace, containerPorts } from '../systems/kubernetes/peers';
import type { Reported, Unsettled, View } from './rule';

/** An identity, or anybody, that is meant to be let through to ports of pods. */
interface Admitted {
  readonly namespace: string;
  readonly pods: Labels;
  /** Absent: anybody. */
  readonly who?: { readonly trustDomain: string; readonly namespace: string; readonly serviceAccount: string };
  /** `all`: any. */
  readonly ports: readonly number[] | 'all';
  readonly what: string;
  readonly at?: string;
  /** Whether it has to be let through. */
  readonly demanded: boolean;
}

/** Namespaces in which nobody may call anybody but by identity. What is only tried closes nothing. */
function locked(view: View): (namespace: string) => boolean {
  const scopes = ofKind(view.intents, 'lockdown').filter(({ intent }) => !intent.dryRun).map(({ intent: { scope } }) => (scope === 'mesh' ? 'mesh' : scope.namespace.name));
  return namespace => scopes.includes(namespace) || scopes.includes('mesh');
}

/** ALLOW policies of namespaces under lockdown, beyond what is declared; and pods there that none closes. */
export function excessOfIdentities(view: View): readonly (Reported | Unsettled)[] {
  const isLocked = locked(view);
  if (ofKind(view.intents, 'lockdown').length === 0) return [];
  const meant = admittedBy(view);
  const index = new Map<string, Admitted[]>();
  for (const each of meant) append(index, keyOf(each.namespace, each.pods, each.who === undefined ? undefined : principal(each.who)), each);
  const policies = view.cluster.of('security.istio.io', 'AuthorizationPolicy').filter(policy => actionOf(policy) === 'ALLOW' && !isDryRun(policy) && isLocked(namespaceOf(policy)) && specOf(policy)['targetRefs'] === undefined);
  return [...policies.flatMap(policy => beyond(view, policy, meant, index)), ...unlocked(view, isLocked)];
}

function keyOf(namespace: string, pods: Labels, who: string | undefined): string {
  return `${namespace}|${formatLabels(pods)}|${who ?? '*'}`;
}

function beyond(view: View, policy: ClusterObject, meant: readonly Admitted[], index: ReadonlyMap<string, readonly Admitted[]>): readonly (Reported | Unsettled)[] {
  const namespace = namespaceOf(policy);
  const pods = labelsAt(specOf(policy), 'selector', 'matchLabels');
  const everywhere = namespace === rootNamespace(view);
  return objectsAt(specOf(policy), 'rules').flatMap((rule, i): readonly (Reported | Unsettled)[] => {
    const { from, to, when } = partsOf(rule);
    const ports = to.length === 0 || to.some(group => group.every(({ attribute, values }) => attribute !== 'ports' || values.length === 0)) ? 'all' : [...new Set(to.flatMap(group => group.flatMap(({ attribute, values }) => (attribute === 'ports' ? values.map(Number) : []))))];
    const callers: readonly (string | null | undefined)[] = from.length === 0 ? [undefined] : from.flatMap(group => {
      const by = group.find(({ attribute }) => attribute === 'principals' || attribute === 'serviceAccounts' || attribute === 'namespaces');
      return by === undefined || by.values.length === 0 ? [null] : by.values.map(value => asPrincipal(view, namespace, by.attribute, value));
    });
    if (callers.includes(null) || (from.length === 0 && when.length > 0)) return [{ unknown: 'whom a rule admits that goes by more than identity and port', object: policy }];
    const said = callers.filter(who => who !== null).flatMap(who => {
      const exact = index.get(keyOf(namespace, pods, who));
      if (exact !== undefined && within(ports, exact)) return [];
      const selected = (everywhere ? view.cluster.workloads : view.cluster.workloadsIn(namespace)).filter(workload => matches(pods, workload.labels) && hasProxy(view, workload).captured !== 'no');
      const found = selected.find(workload => !within(ports, meant.filter(each => each.namespace === workload.namespace && matches(each.pods, workload.labels) && (each.who === undefined || (who !== undefined && principal(each.who) === who)))));
      return found === undefined ? [] : [`${who ?? 'everybody'} to ${nameOf(found)}${ports === 'all' ? '' : ` on ${ports.join(', ')}`}`];
    });
    return said.length === 0 ? [] : [{
      object: policy,
      path: ['spec', 'rules', i],
      message: `${describe(policy.reference)} allows ${someOf(said)}, which no edge declares`,
      help: 'declare the edge, or narrow the policy to what is declared',
    }];
  });
}

function asPrincipal(view: View, namespace: string, attribute: string, value: string): string {
  if (attribute === 'principals') return value;
  const trustDomain = trustDomains(view)[0] ?? 'cluster.local';
  if (attribute === 'namespaces') return `${trustDomain}/ns/${value}/sa/*`;
  const [first = '', second] = value.split('/');
  return principal({ trustDomain, namespace: second === undefined ? namespace : first, serviceAccount: second ?? first });
}

function within(ports: readonly number[] | 'all', permits: readonly Admitted[]): boolean {
  if (permits.some(permit => permit.ports === 'all')) return true;
  return ports !== 'all' && ports.every(port => permits.some(permit => permit.ports !== 'all' && permit.ports.includes(port)));
}

/** Pods under lockdown that no ALLOW policy selects: everybody is let through. */
function unlocked(view: View, isLocked: (namespace: string) => boolean): readonly Reported[] {
  const open = view.cluster.workloads.filter(workload => isLocked(workload.namespace) && hasProxy(view, workload).captured === 'yes' && policiesFor(view, workload).allow.length === 0);
  const [first] = open;
  return first === undefined ? [] : [{
    object: first.object,
    message: `no AuthorizationPolicy closes ${someOf(open.map(nameOf))}, although nobody may call ${open.length === 1 ? 'it' : 'them'} but along edges: everybody is let through`,
    help: 'add an AuthorizationPolicy without rules to the namespace, which allows nothing',
  }];
}

function nameOf({ kind, namespace, name }: Pick<Workload, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace}/${name}`;
}

/** Edges that authorization refuses. What stands word for word in a policy is let through; the rest is asked of the evaluator. */
export function lackOfIdentities(view: View): readonly (Reported | Unsettled)[] {
  const isLocked = locked(view);
  if (ofKind(view.intents, 'lockdown').length === 0) return [];
  return admittedBy(view).filter(({ demanded, namespace }) => demanded && isLocked(namespace)).flatMap(({ namespace, pods, who, ports, what, at }): readonly (Reported | Unsettled)[] => {
    const unsettled: Unsettled[] = [];
    for (const workload of view.cluster.labelled(namespace, pods)) {
      for (const port of ports === 'all' ? [] : ports) {
        const { verdict, reason, evidence: [first] } = authorization(view, workload, { port, requests: 'unknown', identity: who ?? null });
        if (verdict === 'allowed') continue;
        if (verdict === 'unknown') {
          unsettled.push({ unknown: 'whether authorization lets an edge through', object: workload.object });
          continue;
        }
        return [{
          object: first?.object ?? workload.object,
          path: first?.path ?? [],
          message: `${what} is refused by ${nameOf(workload)} on ${port}: ${reason} for ${who === undefined ? 'callers without identity' : principal(who)}`,
          help: `allow ${who === undefined ? `port ${port}` : principal(who)} in an AuthorizationPolicy for ${workload.name}`,
          near: [{ object: workload.object }],
          ...(at === undefined ? {} : { constructs: [at] }),
        }];
      }
    }
    return unsettled.slice(0, 1);
  });
}

/** Everybody that a program means to let through, by its intents. */
function admittedBy({ intents, facts: { platform } }: View): readonly Admitted[] {
  if (platform.mesh !== 'istio') return [];
  const { trustDomain, ingress } = platform;
  return [
    ...ofKind(intents, 'edge').flatMap(({ intent: { edge }, origin }): readonly Admitted[] => {
      const { from } = edge;
      const account = from.type === 'gateway' ? from.pods.serviceAccount : from.hostNetwork || from.injected === false ? undefined : from.serviceAccount;
      if (account === undefined) return [];
      const who = { trustDomain, namespace: callerNamespace(from), serviceAccount: account };
      if (staysInside(edge)) {
        const { service, port } = edge.to;
        return [{ namespace: service.namespace.name, pods: service.selector, who, ports: containerPorts(service, port), what: `edge ${from.name} to ${service.name}:${port.name}`, at: origin.path, demanded: port.protocol === 'TCP' && !service.remote }];
      }
      const through = leadsOutside(edge) ? registered(intents, edge.to.external)?.through : undefined;
      // The rule at the gateway asks for the name of the host besides, which is not asked here.
      return through === undefined || !leadsOutside(edge) ? [] : [{ namespace: through.pods.namespace, pods: through.pods.labels, who, ports: [exitPort(through, edge.to.port).podPort], what: `edge ${from.name} to ${edge.to.external.name}:${edge.to.port.name}`, at: origin.path, demanded: false }];
    }),
    ...portExceptions(intents).filter(({ intent }) => intent.mode !== 'STRICT').map(({ intent: { workload, port }, origin }): Admitted => ({ namespace: workload.namespace.name, pods: workload.selector, ports: [port], what: `plaintext to ${workload.name}:${port}`, at: origin.path, demanded: false })),
    ...ofKind(intents, 'scrape').filter(({ intent }) => intent.mode !== 'merged').map(({ intent: { service, port, mode }, origin }): Admitted => {
      const { namespace, serviceAccount } = platform.monitoring ?? {};
      const who = mode === 'istioCerts' && namespace !== undefined && serviceAccount !== undefined ? { who: { trustDomain, namespace, serviceAccount } } : {};
      return { namespace: service.namespace.name, pods: service.selector, ...who, ports: containerPorts(service, port), what: `scrape of ${service.name}`, at: origin.path, demanded: false };
    }),
    ...ofKind(intents, 'gateway').map(({ intent: { gateway }, origin }): Admitted => ({ namespace: gateway.pods.namespace, pods: gateway.pods.labels, ports: gateway.listeners.map(({ podPort }) => podPort), what: `gateway ${gateway.name}`, at: origin.path, demanded: true })),
    ...(ingress === undefined ? [] : [{ namespace: ingress.namespace, pods: ingress.labels, ports: 'all' as const, what: 'the ingress', demanded: false }]),
    ...ofKind(intents, 'serve-peers').flatMap(({ intent: { service, callers }, origin }) => callers.map(({ peer, namespace, serviceAccount }): Admitted => ({
      namespace: service.namespace.name, pods: service.selector, who: { trustDomain: peer.trustDomain ?? trustDomain, namespace, serviceAccount },
      ports: [...new Set(service.ports.filter(({ protocol }) => protocol === 'TCP').flatMap(port => containerPorts(service, port)))], what: `calls of ${peer.cluster} to ${service.name}`, at: origin.path, demanded: true,
    }))),
  ];
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const present = map.get(key);
  if (present === undefined) map.set(key, [value]);
  else present.push(value);
}
