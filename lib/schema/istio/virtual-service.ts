import { child, children, texts, type Place } from '../builtin/place';
import { weighted } from './destination';
import { exportTo, labels, port } from './fields';
import { gatewayNames } from './gateway-names';
import { httpRoute } from './http-route';
import { isWithin, overlap, serverNameProblem, wildcardDomainProblem } from './names';
import { amount, count, isAddress, isSubnet, refuse, warn, withoutWarnings } from './place';
import { shadowed } from './shadowed-matches';

/** Source: Istio 1.31, pkg/config/validation, ValidateVirtualService. */
export function virtualService(root: Place): void {
  const spec = child(root, 'spec') ?? { value: {}, above: root, steps: ['spec'], problems: root.problems };
  const generated = annotation(root, 'internal.istio.io/route-semantics') === 'gateway';
  const isDelegate = count(spec, 'hosts') === 0;
  if (isDelegate) for (const key of ['gateways', 'tls', 'tcp']) if (count(spec, key) > 0) refuse(spec, key, `a VirtualService without hosts is a delegate, and may not have "${key}"`, 'add hosts');
  gatewayNames(spec, generated);
  const ofGateways = count(spec, 'gateways') > 0 && withoutMesh(spec);
  hosts(spec, ofGateways);
  if (['http', 'tcp', 'tls'].every(key => count(spec, key) === 0)) refuse(spec, [], 'one of "http", "tcp", "tls" must be given');
  for (const route of children(spec, 'http')) httpRoute(route, { isDelegate, generated, ofGateways });
  for (const route of children(spec, 'tls')) tlsRoute(route, spec, generated);
  for (const route of children(spec, 'tcp')) {
    for (const match of children(route, 'match')) withoutWarnings(match, () => { connectionMatch(match); });
    routed(route, generated);
  }
  exportTo(root, spec, 'object');
  for (const key of ['http', 'tcp', 'tls'] as const) shadowed(spec, key);
}

function withoutMesh(spec: Place): boolean {
  return !texts(spec, 'gateways').some(([name]) => name === 'mesh');
}

function annotation(root: Place, key: string): unknown {
  const metadata = child(root, 'metadata');
  const annotations = metadata === undefined ? undefined : child(metadata, 'annotations');
  return annotations?.value[key];
}

function hosts(spec: Place, ofGateways: boolean): void {
  const named = children(spec, 'tls').some(route => children(route, 'match').some(match => count(match, 'sniHosts') > 0));
  let good = true;
  for (const [host, i] of texts(spec, 'hosts')) {
    const wrong = (ofGateways && named ? serverNameProblem : wildcardDomainProblem)(host);
    if (wrong === undefined ? ofGateways || host !== '*' : isAddress(host)) continue;
    good = false;
    refuse(spec, ['hosts', i], wrong === undefined ? '"*" would take every request of the mesh: only a VirtualService of gateways may have it' : `"${host}" ${wrong}`);
  }
  if (!good) return;
  const all = texts(spec, 'hosts');
  for (const [host, i] of all) {
    const before = all.find(([other, at]) => at < i && overlap(other, host));
    if (before !== undefined) refuse(spec, ['hosts', i], `"${host}" overlaps "${before[0]}", which is there already`);
  }
}

function tlsRoute(route: Place, spec: Place, generated: boolean): void {
  if (count(route, 'match') === 0) refuse(route, 'match', 'a route of TLS must have a match');
  for (const match of children(route, 'match')) {
    if (count(match, 'sniHosts') === 0) refuse(match, 'sniHosts', 'a match of TLS must name its hosts');
    for (const [name, i] of texts(match, 'sniHosts')) serverName(match, name, i, spec);
    connectionMatch(match);
  }
  routed(route, generated);
}

function serverName(match: Place, name: string, i: number, spec: Place): void {
  const wrong = (withoutMesh(spec) ? serverNameProblem : wildcardDomainProblem)(name);
  if (wrong !== undefined) {
    if (isAddress(name)) warn(match, ['sniHosts', i], `"${name}" is an address, which clients do not send as the name of a server`, 'name a host');
    else refuse(match, ['sniHosts', i], `"${name}" ${wrong}`);
    return;
  }
  const all = texts(spec, 'hosts');
  if (!all.some(([host]) => isWithin(name, host))) refuse(match, ['sniHosts', i], `"${name}" is within none of the hosts of the VirtualService: ${all.map(([host]) => `"${host}"`).join(', ') || 'it has none'}`);
}

function connectionMatch(match: Place): void {
  for (const [subnet, i] of texts(match, 'destinationSubnets')) if (!isSubnet(subnet)) refuse(match, ['destinationSubnets', i], `"${subnet}" is no address and no block`);
  if (amount(match, 'port') !== 0) port(match, 'port');
  labels(match, 'sourceLabels');
  gatewayNames(match, false);
}

function routed(route: Place, generated: boolean): void {
  if (count(route, 'route') === 0) refuse(route, 'route', '"route" must be given');
  weighted(route, generated);
}
