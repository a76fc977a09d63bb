import { child, children, flag, has, texts, type Place } from '../builtin/place';
import { port } from './fields';
import { isLabel, listenedHostProblem, protocol } from './names';
import { amount, count, filled, isAddress, refuse, warn, written } from './place';
import { serverTls } from './server-tls';
import { unixPathProblem } from './unix-address';

/** Source: Istio 1.31, pkg/config/validation, ValidateGateway. */
export function gateway(root: Place): void {
  const metadata = child(root, 'metadata');
  const name = metadata === undefined ? '' : written(metadata, 'name') ?? '';
  const annotations = metadata === undefined ? undefined : child(metadata, 'annotations');
  const generated = annotations?.value['internal.istio.io/gateway-semantics'] === 'gateway';
  if (name !== '' && !isLabel(name) && !generated) refuse(root, ['metadata', 'name'], `"${name}" must be a DNS label, without dots`);
  const spec = child(root, 'spec');
  if (spec === undefined || count(spec, 'servers') === 0) refuse(root, ['spec', 'servers'], 'a Gateway must have a server');
  const seen = new Set<string>();
  for (const server of spec === undefined ? [] : children(spec, 'servers')) {
    listener(server, generated);
    const at = child(server, 'port');
    const own = at === undefined ? undefined : written(at, 'name');
    if (at === undefined || own === undefined) continue;
    if (seen.has(own)) refuse(at, 'name', `the name "${own}" is there already`);
    seen.add(own);
    const tls = child(server, 'tls');
    if (tls !== undefined && flag(tls, 'httpsRedirect') === true && !protocol.isHttp(written(at, 'protocol') ?? 'http')) warn(tls, 'httpsRedirect', 'only servers of HTTP can redirect', 'move it to the server of port 80');
  }
}

function listener(server: Place, generated: boolean): void {
  if (count(server, 'hosts') === 0) refuse(server, 'hosts', 'a server must have a host');
  for (const [host, i] of texts(server, 'hosts')) {
    const wrong = gatewayHostProblem(host, generated);
    if (wrong !== undefined) refuse(server, ['hosts', i], `"${host}" ${wrong}`);
  }
  const before = server.problems.length;
  const at = child(server, 'port');
  const bind = written(server, 'bind');
  if (!has(server, 'port')) refuse(server, 'port', '"port" must be given');
  if (at !== undefined) serverPort(at, bind);
  const good = server.problems.length === before;
  address(server, at, bind);
  serverTls(child(server, 'tls'));
  if (good && at !== undefined) encryption(server, written(at, 'protocol'));
}

/** `namespace/host`; the namespace may be `*` or `.`, or left out. */
function gatewayHostProblem(host: string, generated: boolean): string | undefined {
  const slash = host.indexOf('/');
  if (slash < 0) return listenedHostProblem(host, true);
  const namespace = host.slice(0, slash);
  if (namespace !== '*' && namespace !== '.' && !(generated && namespace === '~') && !isLabel(namespace)) return `must begin with a namespace, "*" or ".", "${namespace}" is none`;
  return listenedHostProblem(host.slice(slash + 1), true);
}

function serverPort(place: Place, bind: string | undefined): void {
  const spoken = written(place, 'protocol');
  if (spoken !== undefined && !protocol.isKnown(spoken)) refuse(place, 'protocol', spoken === '' ? '"protocol" must be given' : `"${spoken}" is no protocol of ports: HTTP, HTTPS, GRPC, GRPC-WEB, HTTP2, MONGO, REDIS, MYSQL, TCP, TLS are`);
  if (amount(place, 'number') !== 0 || (bind !== undefined && !bind.startsWith('unix://'))) port(place, 'number');
  if (amount(place, 'targetPort') !== 0 && has(place, 'targetPort')) refuse(place, 'targetPort', '"targetPort" means nothing to a gateway', 'remove it');
  if (!filled(place, 'name')) refuse(place, 'name', '"name" must be given');
}

function address(server: Place, at: Place | undefined, bind: string | undefined): void {
  if (bind === undefined || bind === '') return;
  if (!bind.startsWith('unix://')) {
    if (!isAddress(bind)) refuse(server, 'bind', `"${bind}" must be an address, or "unix://" and a path`);
    return;
  }
  const wrong = unixPathProblem(bind);
  if (wrong !== undefined) refuse(server, 'bind', `"${bind}" ${wrong}`);
  if (at !== undefined && amount(at, 'number') !== 0) refuse(at, 'number', 'must be 0 where a server is bound to a socket');
}

function encryption(server: Place, spoken: string | undefined): void {
  const tls = child(server, 'tls');
  if (spoken === undefined) return;
  if (protocol.isTls(spoken)) {
    if (!has(server, 'tls')) refuse(server, 'tls', `"tls" must be given for protocol ${spoken}`);
  } else if (tls !== undefined) {
    const mode = written(tls, 'mode') ?? '';
    const passes = mode === '' || mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH';
    if (!protocol.isHttp(spoken)) refuse(server, 'tls', `"tls" must not be given for protocol ${spoken}`);
    else if (!passes || ['caCertificates', 'privateKey', 'serverCertificate'].some(key => filled(tls, key))) refuse(server, 'tls', `"tls" may only redirect for protocol ${spoken}`);
  }
}
