import type { JsonObject } from '../../model/json';
import { labelKeyProblem, labelValueProblem } from '../../model/labels';
import { dnsLabelProblem, subdomainProblem } from '../../model/names';
import type { CodeValidation } from '../answer';
import { addressProblem, canonicalAddress, familyOf, reachableAddress } from './addresses';
import { fullyQualifiedProblem, portNumber } from './grammars';
import { labels } from './label-selector';
import { child, children, choose, chooseGiven, grammar, has, judge, missing, need, refuse, size, spell, text, texts, unique, type Place } from './place';

// Where the pods of a Service are. Source: Kubernetes 1.36, discovery/validation and core/validation, ValidateEndpoints.

export const endpointSlice: CodeValidation = (object: JsonObject) => judge(object, root => {
  if (need(root, 'addressType')) choose(root, 'addressType', ['IPv4', 'IPv6', 'FQDN']);
  if (size(root, 'ports') > 20_000) refuse(root, 'ports', 'length', `${size(root, 'ports')} ports, at most 20000 are allowed`);
  const names = new Set<string>();
  for (const port of children(root, 'ports')) {
    grammar(port, 'name', dnsLabelProblem);
    unique(port, 'name', names);
    portForm(port);
  }
  if (size(root, 'endpoints') > 1000) return refuse(root, 'endpoints', 'length', `${size(root, 'endpoints')} endpoints, at most 1000 are allowed`);
  for (const endpoint of children(root, 'endpoints')) endpointOf(endpoint, text(root, 'addressType'));
});

function portForm(port: Place): void {
  chooseGiven(port, 'protocol', ['TCP', 'UDP', 'SCTP']);
  if (has(port, 'appProtocol') && missing(port, 'appProtocol')) refuse(port, 'appProtocol', 'format', '"appProtocol" is empty');
  grammar(port, 'appProtocol', labelKeyProblem);
}

function endpointOf(endpoint: Place, type: string): void {
  const addresses = texts(endpoint, 'addresses');
  if (size(endpoint, 'addresses') === 0) refuse(endpoint, 'addresses', 'required', 'at least one address must be given');
  if (addresses.length > 100) refuse(endpoint, 'addresses', 'length', `${addresses.length} addresses, at most 100 are allowed`);
  for (const [address, i] of addresses) {
    const at = ['addresses', i];
    if (type === 'FQDN') spell(endpoint, at, address, fullyQualifiedProblem);
    else if (type === 'IPv4' || type === 'IPv6') {
      const wrong = addressProblem(address);
      if (wrong === undefined && familyOf(address) !== (type === 'IPv4' ? 4 : 6)) refuse(endpoint, at, 'invalid', `"${address}" is not an ${type} address, as "addressType" says`);
      if (wrong === undefined && type === 'IPv6' && canonicalAddress(address) !== address) refuse(endpoint, at, 'format', `"${address}" must be written "${canonicalAddress(address) ?? ''}"`);
      else reachableAddress(endpoint, at, address);
    }
  }
  if (has(endpoint, 'nodeName')) spell(endpoint, 'nodeName', text(endpoint, 'nodeName'), subdomainProblem);
  labels(endpoint, 'deprecatedTopology');
  if (has(endpoint, 'hostname')) spell(endpoint, 'hostname', text(endpoint, 'hostname'), dnsLabelProblem);
  const hints = child(endpoint, 'hints');
  if (hints === undefined) return;
  for (const [key, problem] of [['forZones', labelValueProblem], ['forNodes', subdomainProblem]] as const) {
    if (size(hints, key) > 8) refuse(hints, key, 'length', `${size(hints, key)} hints, at most 8 are allowed`);
    const seen = new Set<string>();
    for (const hint of children(hints, key)) {
      unique(hint, 'name', seen);
      spell(hint, 'name', text(hint, 'name'), problem);
    }
  }
}

export const endpoints: CodeValidation = (object: JsonObject) => judge(object, root => {
  for (const subset of children(root, 'subsets')) {
    const ports = children(subset, 'ports');
    if (size(subset, 'addresses') === 0 && size(subset, 'notReadyAddresses') === 0) refuse(subset, [], 'required', 'one of "addresses", "notReadyAddresses" must be given');
    for (const list of ['addresses', 'notReadyAddresses']) {
      for (const address of children(subset, list)) {
        reachableAddress(address, 'ip', text(address, 'ip'));
        grammar(address, 'hostname', dnsLabelProblem);
        if (has(address, 'nodeName')) spell(address, 'nodeName', text(address, 'nodeName'), subdomainProblem);
      }
    }
    for (const port of ports) {
      if (ports.length < 2 || need(port, 'name', 'must be given, because there are several ports')) grammar(port, 'name', dnsLabelProblem);
      portNumber(port, 'port');
      choose(port, 'protocol', ['TCP', 'UDP', 'SCTP']);
      if (has(port, 'appProtocol')) spell(port, 'appProtocol', text(port, 'appProtocol'), labelKeyProblem);
    }
  }
});
