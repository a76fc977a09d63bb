import { child, entries, type Place } from '../builtin/place';
import { atLeastZero, labels } from './fields';
import { domainProblem, labelProblem } from './names';
import { filled, isAddress, refuse, warn, written } from './place';
import { unixPathProblem } from './unix-address';

/** Source: Istio 1.31, pkg/config/validation, ValidateWorkloadEntry. */
export function workloadEntry(root: Place): void {
  const spec = child(root, 'spec');
  if (spec === undefined) refuse(root, ['spec', 'address'], '"address" must be given, or "network"');
  else endpoint(spec);
}

/** Names of the ports of a ServiceEntry, where one holds the endpoint. */
export function endpoint(place: Place, servicePorts?: ReadonlySet<string>): void {
  const address = written(place, 'address');
  if (address === '') {
    if (filled(place, 'network')) warn(place, 'address', 'without an address the endpoint is reached through the gateways of its network', 'give an address, if it has one');
    else refuse(place, 'address', '"address" must be given, or "network"');
    // istiod stops here.
    if (!filled(place, 'network')) return;
  }
  if (address?.startsWith('unix://') === true) {
    const wrong = unixPathProblem(address);
    if (wrong !== undefined) refuse(place, 'address', `"${address}" ${wrong}`);
    if (entries(place, 'ports').length > 0) refuse(place, 'ports', 'an endpoint at a socket has no ports');
    if (servicePorts !== undefined && servicePorts.size !== 1) refuse(place, 'address', `an endpoint at a socket needs exactly one port of the service, it has ${servicePorts.size}`);
  } else if (address !== undefined && address !== '' && !isAddress(address)) {
    if (servicePorts !== undefined) refuse(place, 'address', `"${address}" must be an address`);
    else if (domainProblem(address) !== undefined) refuse(place, 'address', `"${address}" is no address and no domain`);
  }
  endpointPorts(place, servicePorts);
  labels(place, 'labels');
  atLeastZero(place, 'weight');
}

export function endpointPorts(place: Place, servicePorts: ReadonlySet<string> | undefined): void {
  for (const [name, number] of entries(place, 'ports')) {
    if (servicePorts !== undefined && !servicePorts.has(name)) refuse(place, ['ports', name], `the service has no port "${name}"`);
    const wrong = labelProblem(name);
    if (wrong !== undefined) refuse(place, ['ports', name], `"${name}" ${wrong}`);
    if (typeof number === 'number' && (number < 1 || number > 65535)) refuse(place, ['ports', name], `${number} must be a port from 1 to 65535`);
  }
}
