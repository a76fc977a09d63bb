import { enrolment, hasProxy } from '../../mesh/capture';
import { shellCommand, shellWord } from '../shell';
import { codeEntry, type TraceCode } from './codes';
import type { Course } from './course';
import type { Hop, HopId } from './hop';
import { inPod, podAddressWord, podsCommand, podWord } from './pod-words';
import type { Target } from './question';

/** One command that shows on the live cluster what a hop says. */
export interface Proof {
  /** Of a POSIX shell. */
  readonly command: string;
  /** What it prints as things are, as far as the manifests say. */
  readonly now: string;
  /** What it prints where the hop passes. */
  readonly after: string;
  /** Whether it creates something: an ephemeral container in a pod. Else it only reads. */
  readonly creates: boolean;
}

export interface ProofOptions {
  /** Image of the ephemeral container. @default 'nicolaka/netshoot:v0.13' */
  readonly image?: string;
}

/** What a command prints: where the hop fails, and where it passes. */
interface Shown {
  readonly command: string;
  readonly fails: string;
  readonly passes: string;
  readonly creates?: boolean;
}

/**
 * One command that proves what a hop says, from the very pods that it is about. `undefined` where no command would say more than the objects.
 *
 * @param course of the branch that the hop is of
 * @example proofOf(branch.course, hop)?.command // kubectl -n shop debug -it "$(kubectl -n shop get pod -l app=web … )" … -- nslookup reviews
 */
export function proofOf(course: Course, hop: Pick<Hop, 'id' | 'status' | 'code'> & Partial<Pick<Hop, 'evidence'>>, { image }: ProofOptions = {}): Proof | undefined {
  const shown = (hop.code === undefined ? undefined : ofCode(course, hop.code, hop.evidence ?? [], image)) ?? commands[hop.id](course, image, hop.code);
  if (shown === undefined) return undefined;
  const now = hop.status === 'fail' || (hop.status === 'warn' && shown.fails !== '') ? shown.fails : hop.status === 'unknown' ? 'not known from manifests' : shown.passes;
  return { command: shown.command, now, after: shown.passes, creates: shown.creates === true };
}

/** What the object that a statement rests on shows: where the code holds, and where not. */
const objectShows: Readonly<Partial<Record<TraceCode, readonly [fails: string, passes: string]>>> = {
  'SVC-PROTO-GUESS': ['the port has neither appProtocol nor a name with a protocol', 'the port has one of them'],
  'VS-NO-HOSTS': ['no hosts under spec', 'hosts under spec'],
  'VS-UNREACHABLE': ['the rule stands behind one without match', 'it stands before'],
  'RT-NOT-READ': ['the route, whose requests the client never gives to a proxy', 'the same: it is the client that changes'],
  'RT-FAULT': ['fault under the rule', 'none'],
  'LOC-BOTH': ['distribute and failover', 'one of them'],
  'LOC-NO-OUTLIER': ['no outlierDetection in the traffic policy', 'outlierDetection'],
  'CAP-MISPLACED': ['the annotation under metadata.annotations', 'none'],
};

/** Codes that something else shows better than a connection does. */
function ofCode(course: Course, code: TraceCode, evidence: Hop['evidence'], image: string | undefined): Shown | undefined {
  const { way: { sender: { workload }, target }, arrival, to } = course;
  const shows = objectShows[code];
  const [on] = evidence;
  if (shows !== undefined && on !== undefined) {
    const { namespace, name } = on.object.reference;
    return { command: shellCommand('kubectl', ...(namespace === undefined ? [] : ['-n', namespace]), 'get', `${on.object.kind.toLowerCase()}${on.object.group === '' ? '' : `.${on.object.group}`}`, name, '-o', 'yaml'), fails: shows[0], passes: shows[1] };
  }
  if (code === 'SRC-HOSTNET' || code === 'NP-HOSTNET') {
    const pods = code === 'SRC-HOSTNET' ? workload : arrival?.endpoint.workload;
    return pods === undefined ? undefined : { command: podsCommand(pods, '-o', 'custom-columns=NAME:.metadata.name,HOSTNETWORK:.spec.hostNetwork'), fails: 'HOSTNETWORK is true', passes: 'HOSTNETWORK is <none>' };
  }
  if (code === 'CAP-EXCLUDED') {
    const pods = [workload, arrival?.endpoint.workload].find(each => each !== undefined && each.object === on?.object);
    return pods === undefined ? undefined : { command: podsCommand(pods, '-o', 'jsonpath={range .items[*]}{.metadata.name}{"\\t"}{.metadata.annotations}{"\\n"}{end}'), fails: 'an annotation of traffic.sidecar.istio.io that keeps the port out', passes: 'none' };
  }
  if (workload === undefined) return undefined;
  if (code === 'DNS-UDP-ONLY') return { command: inPod(workload, shellCommand('dig', '+tcp', '+search', '+time=3', '+tries=1', target.host), image), fails: 'connection timed out', passes: 'status: NOERROR', creates: true };
  const proxyKnows = code === 'RT-UNTOUCHED' || code === 'RT-NOT-IMPORTED' || code === 'DR-MISSING';
  if (proxyKnows && to !== undefined) return { command: `istioctl proxy-config clusters -n ${shellWord(workload.namespace)} ${podWord(workload)} ${shellCommand('--fqdn', to.host.name, '--port', String(to.port.number), ...(to.subset === undefined ? [] : ['--subset', to.subset]))}`, fails: 'no cluster', passes: 'a cluster' };
  return undefined;
}

const commands: Readonly<Record<HopId, (course: Course, image: string | undefined, code: TraceCode | undefined) => Shown | undefined>> = {
  source: ({ way: { sender: { workload } } }) => (workload === undefined ? undefined : { command: podsCommand(workload, '-o', 'wide'), fails: 'No resources found', passes: 'the pods, each Running' }),
  dns: ({ way: { sender: { workload }, target }, fromOutside }, image, code) => (workload === undefined || fromOutside || target.isAddress ? undefined : { command: inPod(workload, shellCommand('nslookup', '-timeout=3', '-retry=1', target.host), image), fails: code !== undefined && codeEntry(code).symptom === 'no-dns' ? 'no servers could be reached' : 'NXDOMAIN', passes: `an Address of ${target.host}`, creates: true }),
  service: ({ way: { target, sender }, to, fromOutside }) => {
    const service = to?.host.object.reference;
    if (fromOutside) return { command: curl(target), fails: '000, or 404', passes: 'a status of the application' };
    return { command: service === undefined ? shellCommand('kubectl', 'get', 'service', '-A', '--field-selector', `metadata.name=${target.host.split('.')[0] ?? target.host}`) : shellCommand('kubectl', '-n', service.namespace ?? sender.client.namespace, 'get', service.kind.toLowerCase(), service.name), fails: `no port ${target.port}, or no such object`, passes: `it has port ${target.port}` };
  },
  route: (course, image) => (proxied(course) ? requested(course, image, '404, 500, 502 or 503', 'a status of the application') : undefined),
  subset: ({ way: { sender: { workload } }, to }) => (workload === undefined || to?.subset === undefined ? undefined : { command: `istioctl proxy-config endpoints -n ${shellWord(workload.namespace)} ${podWord(workload)} --cluster ${shellWord(`outbound|${to.port.number}|${to.subset}|${to.host.name}`)}`, fails: 'no endpoint', passes: 'an endpoint, HEALTHY' }),
  endpoints: ({ to }) => (to?.host.object.kind !== 'Service' ? undefined : { command: shellCommand('kubectl', '-n', to.host.namespace, 'get', 'endpointslice', '-l', `kubernetes.io/service-name=${to.host.object.reference.name}`), fails: 'ENDPOINTS is <unset>, or none has the port', passes: 'addresses of pods under ENDPOINTS' }),
  locality: ({ to }) => (to === undefined ? undefined : { command: shellCommand('kubectl', '-n', to.host.namespace, 'get', 'destinationrule.networking.istio.io', '-o', 'yaml'), fails: 'another localityLbSetting', passes: 'the localityLbSetting that the hop says, or none' }),
  egress: (course, image) => connected(course, image),
  ingress: (course, image) => connected(course, image),
  capture: ({ way: { sender: { workload } } }) => (workload === undefined ? undefined : { command: podsCommand(workload, '-o', 'custom-columns=NAME:.metadata.name,CONTAINERS:.spec.containers[*].name,INIT:.spec.initContainers[*].name'), fails: 'no istio-proxy', passes: 'istio-proxy among them, where the hop says so' }),
  mtls: (course, image) => requested(course, image, proxied(course) ? '503' : '000, as the connection is reset', 'a status of the application'),
  authz: (course, image) => requested(course, image, '403', 'another status than 403'),
  app: ({ arrival }, image) => {
    const { workload, port } = arrival?.endpoint ?? {};
    return workload === undefined || port === undefined ? undefined : { command: inPod(workload, shellCommand('ss', '-Hlntu', `sport = :${port}`), image), fails: 'nothing', passes: `LISTEN at port ${port}`, creates: true };
  },
};

/** Opens a connection to the very pods, past Service and DNS. A proxy takes every connection itself, so that there only an answer proves something. */
function connected(course: Course, image: string | undefined): Shown | undefined {
  const { way: { sender: { workload } }, arrival, fromOutside } = course;
  const { workload: server, port, address } = arrival?.endpoint ?? {};
  if (fromOutside || proxied(course)) return requested(course, image, '503, after seconds', 'a status of the application');
  if (workload === undefined || port === undefined || (server === undefined && address === undefined)) return undefined;
  const where = server === undefined ? shellWord(address ?? '') : podAddressWord(server);
  const udp = arrival?.port.transport === 'UDP' ? ['-u'] : [];
  return { command: inPod(workload, `${shellCommand('nc', '-zv', ...udp, '-w', '3')} ${where} ${port}`, image), fails: 'Operation timed out', passes: 'succeeded, or open', creates: true };
}

/** Asks as the client would, from its pod; from outside, from wherever the command runs. */
function requested({ way: { sender: { workload }, target }, fromOutside }: Course, image: string | undefined, refused: string, passes: string): Shown | undefined {
  const command = target.scheme === 'tcp' ? shellCommand('curl', '-sS', '-v', '--max-time', '5', `telnet://${urlHost(target)}:${target.port}`) : curl(target);
  const fails = target.scheme === 'tcp' ? 'the connection ends at once, or is never there' : refused;
  const shown = target.scheme === 'tcp' ? 'Connected, and open until the time limit' : passes;
  if (fromOutside) return { command, fails, passes: shown };
  return workload === undefined ? undefined : { command: inPod(workload, command, image), fails, passes: shown, creates: true };
}

/** A request that prints its status alone. */
function curl(target: Target): string {
  const { method = 'GET', headers = {}, path = '/', scheme, port } = target;
  const secure = scheme === 'https';
  return shellCommand('curl', '-sS', '-o', '/dev/null', '-w', String.raw`%{http_code}\n`, '--max-time', '10', ...(secure ? ['-k'] : []), ...(/[[\]{}]/.test(path) ? ['-g'] : []), ...(method === 'GET' ? [] : method === 'HEAD' ? ['-I'] : ['-X', method]), ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]), `${secure ? 'https' : 'http'}://${urlHost(target)}:${port}${path}`);
}

function urlHost({ host }: Target): string {
  return host.includes(':') ? `[${host}]` : host;
}

function proxied({ way: { world, sender } }: Course): boolean {
  return sender.workload !== undefined && (hasProxy(world, sender.workload).captured === 'yes' || enrolment(world, sender.workload).enrolment === 'ambient');
}
