import { child, children, flag, has, texts, type Place } from '../builtin/place';
import { connectionPool } from './connection-pool';
import { destination } from './destination';
import { label, namespaceOf, port, selector } from './fields';
import { domainProblem, isLabel, listenedHostProblem, protocol } from './names';
import { amount, count, filled, isAddress, refuse, warn, written } from './place';
import { serverTls } from './server-tls';
import { unixPathProblem } from './unix-address';

/** Source: Istio 1.31, pkg/config/validation, ValidateSidecar. */
export function sidecar(root: Place): void {
  const spec = child(root, 'spec');
  if (spec === undefined || (count(spec, 'egress') === 0 && count(spec, 'ingress') === 0 && !has(spec, 'outboundTrafficPolicy') && !has(spec, 'inboundConnectionPool'))) {
    return refuse(root, ['spec'], 'one of "egress", "ingress", "outboundTrafficPolicy", "inboundConnectionPool" must be given');
  }
  selector(spec, 'workloadSelector', 'labels');
  const numbers = new Set<number>();
  for (const listener of children(spec, 'ingress')) ingress(listener, numbers);
  connectionPool(child(spec, 'inboundConnectionPool'));
  allEgress(root, spec);
  outbound(child(spec, 'outboundTrafficPolicy'));
}

function ingress(listener: Place, seen: Set<number>): void {
  const place = child(listener, 'port');
  if (place === undefined) {
    if (!has(listener, 'port')) refuse(listener, 'port', '"port" must be given');
    return;
  }
  listenedPort(place);
  port(place, 'number');
  const bind = written(listener, 'bind');
  if (bind !== undefined && bind !== '' && !isAddress(bind)) refuse(listener, 'bind', `"${bind}" must be an address`);
  const number = amount(place, 'number');
  if (number !== undefined && seen.has(number)) refuse(place, 'number', `${number} is there already`);
  if (number !== undefined) seen.add(number);
  const endpoint = written(listener, 'defaultEndpoint') ?? '';
  const wrong = endpoint === '' ? undefined : endpoint.startsWith('unix://') ? unixPathProblem(endpoint) : ownAddressProblem(endpoint);
  if (wrong !== undefined) refuse(listener, 'defaultEndpoint', `"${endpoint}" ${wrong}`);
  ingressTls(child(listener, 'tls'), place);
  const pool = child(listener, 'connectionPool');
  connectionPool(pool);
  if (pool !== undefined && has(pool, 'http') && !protocol.isHttp(written(place, 'protocol') ?? 'http')) warn(pool, 'http', `the port speaks ${written(place, 'protocol') || 'what is found out'}, so that settings of HTTP do nothing`, 'give the port a protocol of HTTP');
}

function listenedPort(place: Place): void {
  if (amount(place, 'targetPort') !== 0 && has(place, 'targetPort')) refuse(place, 'targetPort', '"targetPort" means nothing to a Sidecar', 'remove it');
  if (filled(place, 'name')) label(place, 'name');
  const spoken = written(place, 'protocol');
  if (spoken !== undefined && spoken !== '' && !protocol.isKnown(spoken)) refuse(place, 'protocol', `"${spoken}" is no protocol of ports`);
}

const own = new Set(['', '127.0.0.1', '0.0.0.0', '::1', '::']);

/** `127.0.0.1:8080`, `[::1]:8080`, `:8080`. */
function ownAddressProblem(endpoint: string): string | undefined {
  const found = /^(?:\[([^[\]]*)\]|([^[\]:]*)):([^[\]:]*)$/.exec(endpoint);
  if (found === null) return 'must be of the form "127.0.0.1:PORT"';
  const host = found[1] ?? found[2] ?? '';
  if (!own.has(host)) return `must be an address of the pod itself: "${host}" is none`;
  const number = /^[+-]?\d+$/.test(found[3] ?? '') ? Number(found[3]) : 0;
  return number >= 1 && number <= 65535 ? undefined : 'must end with a port from 1 to 65535';
}

function ingressTls(tls: Place | undefined, at: Place): void {
  if (tls === undefined) return;
  for (const key of ['subjectAltNames', 'credentialNames', 'tlsCertificates']) if (count(tls, key) > 0) refuse(tls, key, `"${key}" is not possible for a Sidecar`);
  if (filled(tls, 'credentialName')) refuse(tls, 'credentialName', '"credentialName" is not possible for a Sidecar');
  if (flag(tls, 'httpsRedirect') === true) refuse(tls, 'httpsRedirect', '"httpsRedirect" is not possible for a Sidecar');
  const mode = written(tls, 'mode');
  if (mode === 'ISTIO_MUTUAL' || mode === 'AUTO_PASSTHROUGH') refuse(tls, 'mode', `mode ${mode} is not possible for a Sidecar`);
  if (!protocol.isTls(written(at, 'protocol') ?? 'tls')) refuse(tls, [], '"tls" is for ports of HTTPS and TLS');
  serverTls(tls);
}

function allEgress(root: Place, spec: Place): void {
  const last = count(spec, 'egress') - 1;
  const numbers = new Set<number>();
  const sockets = new Set<string>();
  for (const listener of children(spec, 'egress')) {
    const place = child(listener, 'port');
    if (place !== undefined) egressPort(listener, place, numbers, sockets);
    else if (!has(listener, 'port') && listener.steps[1] !== last) refuse(listener, [], 'a listener without a port takes every other port: it must be the last');
    hosts(root, listener);
  }
}

function egressPort(listener: Place, place: Place, numbers: Set<number>, sockets: Set<string>): void {
  listenedPort(place);
  const [number, bind] = [amount(place, 'number'), written(listener, 'bind')];
  if (number === 0) {
    if (bind !== undefined && !bind.startsWith('unix://')) refuse(listener, 'bind', '"bind" must be a socket, "unix://" and a path, where the port is 0');
    const wrong = bind?.startsWith('unix://') === true ? unixPathProblem(bind) : undefined;
    if (wrong !== undefined) refuse(listener, 'bind', `"${bind ?? ''}" ${wrong}`);
    const mode = written(listener, 'captureMode') || 'DEFAULT';
    if (mode !== 'DEFAULT' && mode !== 'NONE') refuse(listener, 'captureMode', `${mode} is not possible at a socket: DEFAULT and NONE are`);
    if (bind !== undefined && sockets.has(bind)) refuse(listener, 'bind', `"${bind}" is there already`);
    if (bind !== undefined) sockets.add(bind);
    return;
  }
  port(place, 'number');
  if (bind !== undefined && bind !== '' && !isAddress(bind)) refuse(listener, 'bind', `"${bind}" must be an address`);
  if (number !== undefined && numbers.has(number)) refuse(place, 'number', `${number} is there already`);
  if (number !== undefined) numbers.add(number);
}

/** `namespace/host`; `~` before a namespace leaves it out. */
function hosts(root: Place, listener: Place): void {
  if (count(listener, 'hosts') === 0) refuse(listener, 'hosts', 'a listener must have a host');
  const seen = new Map<string, Set<string>>();
  for (const [host, i] of texts(listener, 'hosts')) {
    const wrong = hostProblem(host);
    if (wrong !== undefined) refuse(listener, ['hosts', i], `"${host}" ${wrong}`);
    const slash = host.indexOf('/');
    if (slash < 0 || host.startsWith('~')) continue;
    const [written, name] = [host.slice(0, slash), host.slice(slash + 1)];
    const namespace = written === '.' ? namespaceOf(root) : written;
    const names = seen.get(namespace) ?? new Set<string>();
    if (name === '*' ? names.size > 0 : names.has(name) || names.has('*')) warn(listener, ['hosts', i], `"${host}" is among the hosts before it, or has them within`, 'remove one');
    seen.set(namespace, names.add(name));
  }
  if (seen.get('*')?.has('*') === true && seen.size > 1) warn(listener, 'hosts', '"*/*" is every host of every namespace, and other hosts stand beside it', 'remove one or the other');
}

function hostProblem(host: string): string | undefined {
  const slash = host.indexOf('/');
  if (slash < 0) return 'must be of the form "NAMESPACE/HOST"';
  const namespace = host.slice(0, slash).replace(/^~/, '');
  if (slash === 0) return 'has no namespace';
  if (namespace !== '' && namespace !== '*' && namespace !== '.' && !isLabel(namespace)) return `must begin with a namespace, "*" or ".", "${namespace}" is none`;
  return listenedHostProblem(host.slice(slash + 1), false);
}

function outbound(place: Place | undefined): void {
  if (place === undefined) return;
  const mode = written(place, 'mode') || 'REGISTRY_ONLY';
  if (mode === 'ALLOW_ANY_DYNAMIC_DNS') return refuse(place, 'mode', 'ALLOW_ANY_DYNAMIC_DNS is for the mesh configuration only');
  const proxy = child(place, 'egressProxy');
  if (proxy === undefined) return;
  warn(place, 'egressProxy', '"egressProxy" is deprecated', 'route to an egress gateway with a VirtualService', 'IST0002');
  if (mode !== 'ALLOW_ANY') return refuse(place, 'egressProxy', '"egressProxy" needs mode ALLOW_ANY');
  const host = written(proxy, 'host');
  const wrong = host === undefined ? undefined : domainProblem(host);
  if (wrong !== undefined) refuse(proxy, 'host', `"${host ?? ''}" ${wrong}`);
  if (!has(proxy, 'port')) refuse(proxy, 'port', '"port" must be given');
  else destination(proxy);
}
