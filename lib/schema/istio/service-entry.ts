import { child, children, has, texts, type Place } from '../builtin/place';
import { atLeastZero, exportTo, label, labels, port, selector } from './fields';
import { domainProblem, isPartialWildcard, protocol, wildcardDomainProblem } from './names';
import { amount, count, isAddress, isSubnet, refuse, warn, written } from './place';
import { endpoint, endpointPorts } from './workload-entry';

/** Source: Istio 1.31, pkg/config/validation, ValidateServiceEntry. */
export function serviceEntry(root: Place): void {
  const spec = child(root, 'spec');
  if (spec === undefined) return refuse(root, ['spec', 'hosts'], 'a ServiceEntry must have a host');
  const resolution = written(spec, 'resolution') || 'NONE';
  selector(spec, 'workloadSelector', 'labels');
  if (has(spec, 'workloadSelector') && count(spec, 'endpoints') > 0) refuse(spec, 'endpoints', '"workloadSelector" and "endpoints" must not both be given');
  hosts(spec, resolution);
  const ports = servicePorts(root, spec, resolution);
  for (const [address, i] of texts(spec, 'addresses')) if (!isSubnet(address)) refuse(spec, ['addresses', i], `"${address}" is no address and no block`);
  const block = texts(spec, 'addresses').find(([address]) => address.includes('/'));
  if (block !== undefined && resolution !== 'NONE' && resolution !== 'STATIC') refuse(spec, ['addresses', block[1]], `"${block[0]}" is a block, for which "resolution" must be NONE or STATIC`);
  resolutions[resolution]?.(spec, ports, root);
  if (resolution !== 'NONE' && count(spec, 'hosts') > 1) {
    const other = children(spec, 'ports').find(one => !protocol.isHttp(written(one, 'protocol') ?? 'http') && !protocol.isTls(written(one, 'protocol') ?? 'tls'));
    if (other !== undefined) refuse(spec, 'hosts', 'several hosts can be told apart by HTTP and TLS only', 'write a ServiceEntry per host, or give the ports a protocol');
  }
  exportTo(root, spec, 'service entry');
}

function hosts(spec: Place, resolution: string): void {
  if (count(spec, 'hosts') === 0) refuse(spec, 'hosts', 'a ServiceEntry must have a host');
  for (const [host, i] of texts(spec, 'hosts')) {
    const wrong = host === '*' ? 'is every host: name some' : wildcardDomainProblem(host);
    if (wrong !== undefined) refuse(spec, ['hosts', i], `"${host}" ${wrong}`);
    if (resolution !== 'DYNAMIC_DNS' && isPartialWildcard(host)) warn(spec, ['hosts', i], `"${host}" has a wildcard that is not its whole first part`, 'write "*." before the rest');
  }
}

/** Judges the ports, and gives their names. */
function servicePorts(root: Place, spec: Place, resolution: string): ReadonlySet<string> {
  const names = new Set<string>();
  const numbers = new Set<number>();
  const unaddressed = count(spec, 'addresses') === 0 && (resolution === 'NONE' || optsOut(root));
  for (const one of children(spec, 'ports')) {
    const [name, number, spoken] = [written(one, 'name'), amount(one, 'number'), written(one, 'protocol')];
    if (name !== undefined && names.has(name)) refuse(one, 'name', `"${name}" is there already`);
    if (number !== undefined && numbers.has(number)) refuse(one, 'number', `${number} is there already`);
    if (name !== undefined) names.add(name);
    if (number !== undefined) numbers.add(number);
    label(one, 'name');
    port(one, 'number');
    if (amount(one, 'targetPort') !== 0) port(one, 'targetPort');
    if (spoken !== undefined && spoken !== '' && !protocol.isKnown(spoken)) refuse(one, 'protocol', `"${spoken}" is no protocol of ports`);
    if (unaddressed && (spoken === '' || spoken === 'TCP')) warn(one, 'protocol', `a port of ${spoken === '' ? 'no protocol' : 'TCP'} needs addresses: none are given, and none are allocated`, 'give addresses', 'IST0134');
  }
  return names;
}

/** Addresses are allocated unless a label says otherwise. */
function optsOut(root: Place): boolean {
  return labelOf(root, 'networking.istio.io/enable-autoallocate-ip').toLowerCase() === 'false';
}

function labelOf(root: Place, key: string): string {
  const metadata = child(root, 'metadata');
  const own = metadata === undefined ? undefined : child(metadata, 'labels');
  return own === undefined ? '' : written(own, key) ?? '';
}

type Resolve = (spec: Place, ports: ReadonlySet<string>, root: Place) => void;

const resolutions: Readonly<Record<string, Resolve>> = {
  NONE: spec => {
    if (count(spec, 'endpoints') > 0) refuse(spec, 'endpoints', '"endpoints" must not be given for resolution NONE');
    if (has(spec, 'workloadSelector')) warn(spec, 'workloadSelector', '"workloadSelector" does nothing for resolution NONE', 'give another resolution, or remove it');
  },
  STATIC: (spec, ports) => { for (const one of children(spec, 'endpoints')) endpoint(one, ports); },
  DNS: byName,
  DNS_ROUND_ROBIN: (spec, ports) => {
    if (count(spec, 'endpoints') > 1) refuse(spec, 'endpoints', `resolution DNS_ROUND_ROBIN takes one endpoint at most, there are ${count(spec, 'endpoints')}`);
    byName(spec, ports);
  },
  DYNAMIC_DNS: byEachName,
};

function byName(spec: Place, ports: ReadonlySet<string>): void {
  const host = count(spec, 'endpoints') > 0 ? undefined : texts(spec, 'hosts').find(([one]) => domainProblem(one) !== undefined);
  if (host !== undefined) refuse(spec, ['hosts', host[1]], `"${host[0]}" cannot be looked up: without endpoints every host must be a whole domain`);
  for (const one of children(spec, 'endpoints')) {
    const address = written(one, 'address');
    if (address !== undefined && !isAddress(address) && domainProblem(address) !== undefined) refuse(one, 'address', address === '' ? '"address" must be given' : `"${address}" is no address and no domain`);
    labels(one, 'labels');
    atLeastZero(one, 'weight');
    endpointPorts(one, ports);
  }
  const tcp = children(spec, 'ports').find(one => protocol.isTcp(written(one, 'protocol') ?? ''));
  if (count(spec, 'addresses') > 0 && tcp !== undefined && count(spec, 'hosts') > 1) warn(spec, 'hosts', 'several hosts at one address cannot be told apart on a port of TCP', 'write a ServiceEntry per host');
}

const forwarded = new Set(['http', 'http2', 'grpc', 'tls']);

function byEachName(spec: Place, _ports: ReadonlySet<string>, root: Place): void {
  for (const [host, i] of texts(spec, 'hosts')) if (!host.startsWith('*')) refuse(spec, ['hosts', i], `"${host}" must begin with "*" for resolution DYNAMIC_DNS`);
  for (const key of ['addresses', 'endpoints']) if (count(spec, key) > 0) refuse(spec, key, `"${key}" must not be given for resolution DYNAMIC_DNS: each name is looked up`);
  for (const one of children(spec, 'ports')) {
    const spoken = written(one, 'protocol');
    if (spoken !== undefined && !forwarded.has(spoken.toLowerCase())) refuse(one, 'protocol', `"${spoken}" must be HTTP, HTTP2, GRPC or TLS for resolution DYNAMIC_DNS`);
  }
  const waypoint = labelOf(root, 'istio.io/use-waypoint');
  if (written(spec, 'location') === 'MESH_INTERNAL' && waypoint !== '' && waypoint.toLowerCase() !== 'none') refuse(spec, 'location', 'MESH_INTERNAL with resolution DYNAMIC_DNS is not possible with a waypoint');
}
