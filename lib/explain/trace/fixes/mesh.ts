import type { World } from '../../../cluster/cluster';
import type { Workload } from '../../../cluster/workload';
import { injected } from '../../../cluster/injection';
import { capturesInbound, capturesOutbound, hasProxy, ports, trafficPrefix, type Capture } from '../../../mesh/capture';
import { hostOfRule } from '../../../mesh/destination-rule';
import type { Evidence } from '../../../mesh/evidence';
import { annotationsOf } from '../../../mesh/fields';
import { workloadPolicies } from '../../../mesh/peer-authentication';
import { formatPath } from '../../../model/finding';
import type { JsonObject } from '../../../model/json';
import { fieldAt } from '../../../model/object';
import { handshakeAt } from '../handshake-at';
import type { Course } from '../course';
import { merged, type Change, type Fix } from '../fix';
import { setting, settingPods } from './merge';
import { freeName, ownLabels } from './names';
import { importHost } from './rules';
import { sealed } from './sealed';

/** The client's proxy sends mutual TLS to what takes plaintext alone: either a proxy takes the port again, or the port is declared as it is. */
export function understandPlaintext(course: Course): readonly Fix[] {
  const { way: { world }, arrival } = course;
  const { workload, port } = arrival?.endpoint ?? {};
  if (arrival === undefined || workload === undefined || port === undefined) return [];
  const { client } = handshakeAt(course.way, arrival);
  const back = withPort(workload, capturesInbound(world, workload, port), port);
  // A rule that says mutual TLS wins over what the server's policy says.
  if (client.chosenBy === 'DestinationRule') return back.length > 0 ? back : client.evidence.flatMap(found => withoutTls(course, found));
  const declared = arrival.host.resolution === 'headless' ? [] : modeAtPort(world, workload, port, 'DISABLE');
  const { party } = course.way.sender;
  return [...back, ...declared.map(change => ({ text: `keep ${port} of ${workload.namespace}/${workload.name} as plaintext, and let nobody but ${course.way.sender.name} open it`, changes: [change, ...sealed(world, workload, port, party)] }))];
}

/** The client sends plaintext to what takes mutual TLS alone. */
export function understandMutual(course: Course): readonly Fix[] {
  const { way: { world, sender: { workload: client } }, arrival } = course;
  const { workload: server, port } = arrival?.endpoint ?? {};
  if (arrival === undefined || server === undefined || port === undefined) return [];
  const { client: mode } = handshakeAt(course.way, arrival);
  if (mode.chosenBy === 'DestinationRule') return mode.evidence.flatMap(found => withoutTls(course, found));
  if (arrival.untouched === true) return importHost(course);
  if (client === undefined) return [];
  if (hasProxy(world, client).captured === 'yes') return withPort(client, capturesOutbound(world, client, arrival.port.number), arrival.port.number);
  const enrolled = client.hostNetwork ? [] : enrol(world, client);
  if (enrolled.length > 0) return enrolled;
  return modeAtPort(world, server, port, 'PERMISSIVE').map(change => ({ text: `take plaintext on ${port} of ${server.namespace}/${server.name} too, as ${course.way.sender.name} cannot have a sidecar`, changes: [change] }));
}

/** A DestinationRule with TLS of its own: left out, the proxy chooses what the server takes. */
export function leaveTlsToTheMesh(course: Course): readonly Fix[] {
  const { arrival } = course;
  return arrival === undefined ? [] : handshakeAt(course.way, arrival).client.evidence.flatMap(found => withoutTls(course, found));
}

/** Takes ports out of the annotations that keep them from a proxy: at the client, and at the server. */
export function captureAgain({ way: { world, sender }, arrival }: Course): readonly Fix[] {
  const { workload, port } = arrival?.endpoint ?? {};
  if (arrival === undefined) return [];
  const into = workload === undefined || port === undefined ? undefined : capturesInbound(world, workload, port);
  return [
    ...(workload === undefined || into === undefined || port === undefined ? [] : withPort(workload, into, port)),
    ...(sender.workload === undefined ? [] : withPort(sender.workload, capturesOutbound(world, sender.workload, arrival.port.number), arrival.port.number)),
  ];
}

/** Takes annotations for pods off the Service. */
export function withoutMisplaced({ arrival, to }: Course): readonly Fix[] {
  const object = (arrival ?? to)?.host.object;
  if (object === undefined) return [];
  const keys = Object.keys(annotationsOf(object)).filter(key => key.startsWith(trafficPrefix));
  return keys.length === 0 ? [] : [{ text: `take ${keys.join(' and ')} off ${object.kind} ${object.reference.name}`, changes: keys.map(key => setting(object, ['metadata', 'annotations', key], null)) }];
}

/** The annotation that keeps a port from the proxy, without it; or with it, where the annotation lists what the proxy takes. */
function withPort(workload: Workload, { captured, annotation }: Capture, port: number): readonly Fix[] {
  if (captured !== 'no' || annotation === undefined || workload.pods.length > 0 && workload.object.kind === 'Pod') return [];
  const listed = ports(workload.annotations[annotation] ?? '');
  if (listed === undefined || annotation.endsWith('IPRanges')) return [];
  const wanted = annotation.includes('exclude') ? [...listed].filter(each => each !== port) : [...listed, port].sort((a, b) => a - b);
  const value = wanted.length === 0 ? null : wanted.join(',');
  return [{ text: `let the proxy of ${workload.namespace}/${workload.name} take ${port}: ${value === null ? `remove ${annotation}` : `${annotation} "${value}"`}`, changes: [settingPods(workload, ['metadata', 'annotations', annotation], value)] }];
}

/** The label that has the pods of a workload injected, where one has. Live pods of nobody cannot be injected any more. */
function enrol(world: World, workload: Workload): readonly Fix[] {
  const { enrolment } = world.facts.platform as { readonly enrolment?: { readonly revision?: string } };
  const labels: readonly Readonly<Record<string, string>>[] = [...(enrolment?.revision === undefined ? [] : [{ 'istio.io/rev': enrolment.revision }]), { 'sidecar.istio.io/inject': 'true' }];
  const found = labels.find(label => injected(world, { ...workload, pods: [], labels: { ...workload.labels, ...label }, annotations: { ...workload.annotations, 'sidecar.istio.io/inject': 'true' } }).injected === 'yes');
  const [[key, value] = ['', '']] = Object.entries(found ?? {});
  if (found === undefined || (workload.kind === 'Pod' && workload.object.live)) return [];
  return [{ text: `have ${workload.namespace}/${workload.name} injected: label ${key}=${value}`, changes: [settingPods(workload, ['metadata', 'labels', key], value)] }];
}

/** `portLevelMtls` of the policy that selects a workload: of one that selects nothing else, or a new one. */
function modeAtPort(world: World, workload: Workload, port: number, mode: 'DISABLE' | 'PERMISSIVE'): readonly Change[] {
  const matchLabels = ownLabels(world, workload);
  const [present] = workloadPolicies(world, workload);
  if (present !== undefined) {
    const selector = fieldAt(present.effective, 'spec', 'selector', 'matchLabels') as Readonly<Record<string, string>>;
    const alone = world.cluster.labelled(workload.namespace, selector).every(found => found === workload);
    return alone ? [setting(present, ['spec', 'portLevelMtls', String(port), 'mode'], mode)] : [];
  }
  if (matchLabels === undefined) return [];
  const name = freeName(world, 'security.istio.io', 'PeerAuthentication', workload.namespace, workload.name);
  return [{ how: 'create', object: { apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata: { name, namespace: workload.namespace }, spec: { selector: { matchLabels }, portLevelMtls: { [port]: { mode } } } } }];
}

/** `tls` of a traffic policy, taken out. A rule for more than the host stays as it is, and the host gets one of its own. */
function withoutTls({ way: { world, sender: { client: { namespace } } }, arrival }: Course, { object, path }: Evidence): readonly Fix[] {
  const at = path.lastIndexOf('tls');
  const tls = at < 0 ? undefined : path.slice(0, at + 1);
  if (tls === undefined || object.kind !== 'DestinationRule' || arrival === undefined) return [];
  const name = `${object.reference.namespace ?? 'default'}/${object.reference.name}`;
  if (hostOfRule(world, object) === arrival.host.name) return [{ text: `leave TLS to the mesh: remove ${formatPath(tls)} of DestinationRule ${name}`, changes: [setting(object, tls, null)] }];
  const { metadata: _, ...cleared } = merged(object.written, setting(object, tls, null).object) as { readonly metadata: unknown; readonly spec: JsonObject };
  const own = freeName(world, 'networking.istio.io', 'DestinationRule', namespace, arrival.host.object.reference.name);
  const spec = { ...cleared.spec, host: arrival.host.name, exportTo: ['.'] };
  return [{ text: `leave TLS to ${arrival.host.name} to the mesh, for namespace ${namespace}: a rule of its own beside DestinationRule ${name}`, changes: [{ how: 'create', object: { ...cleared, metadata: { name: own, namespace }, spec } }] }];
}
