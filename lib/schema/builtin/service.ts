import { labelKeyProblem } from '../../model/labels';
import { dnsLabelProblem, subdomainProblem } from '../../model/names';
import type { JsonObject } from '../../model/json';
import type { CodeValidation } from '../answer';
import { cidrProblem, reachableAddress } from './addresses';
import { portNumber, portNumberOrName, qualifiedNameProblem } from './grammars';
import { labels } from './label-selector';
import { child, children, choose, chooseGiven, entries, grammar, has, judge, missing, need, number, refuse, size, spell, text, texts, unique, within, type Place } from './place';
import { clusterAddresses, isHeadless } from './service-addresses';

/** Source: Kubernetes 1.36, core/validation, validateService. */
export const service: CodeValidation = (object: JsonObject) => judge(object, root => {
  topologyAnnotations(root);
  const spec = child(root, 'spec');
  if (spec === undefined) {
    if (!has(root, 'spec')) refuse(root, ['spec', 'ports'], 'required', '"ports" must be given');
    return;
  }
  const type = text(spec, 'type') || 'ClusterIP';
  choose(spec, 'type', ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']);
  if (size(spec, 'ports') === 0 && !isHeadless(spec) && type !== 'ExternalName') refuse(spec, 'ports', 'required', '"ports" must be given');
  if (isHeadless(spec) && (type === 'LoadBalancer' || type === 'NodePort')) refuse(spec, 'clusterIP', 'invalid', `"None" must not be given for a Service of type "${type}"`);
  if (type === 'ExternalName') externalName(spec);
  else clusterAddresses(spec);
  ports(spec, type);
  labels(spec, 'selector');
  affinity(spec);
  for (const [address, i] of texts(spec, 'externalIPs')) reachableAddress(spec, ['externalIPs', i], address);
  loadBalancer(root, spec, type);
  policies(spec, type);
});

function topologyAnnotations(root: Place): void {
  const metadata = child(root, 'metadata');
  const given = new Map(metadata === undefined ? [] : entries(metadata, 'annotations'));
  const [mode, hints] = [given.get('service.kubernetes.io/topology-mode'), given.get('service.kubernetes.io/topology-aware-hints')];
  if (metadata !== undefined && typeof mode === 'string' && typeof hints === 'string' && mode !== hints) {
    refuse(metadata, ['annotations', 'service.kubernetes.io/topology-mode'], 'invalid', `"${mode}" must be the same as annotation "service.kubernetes.io/topology-aware-hints", "${hints}"`);
  }
}

function externalName(spec: Place): void {
  for (const key of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) {
    const empty = key === 'clusterIP' ? missing(spec, key) : Array.isArray(spec.value[key]) ? size(spec, key) === 0 : !has(spec, key);
    if (!empty) refuse(spec, key, 'forbidden', `"${key}" must not be given for a Service of type "ExternalName"`);
  }
  if (need(spec, 'externalName')) {
    const name = text(spec, 'externalName');
    if (name === '.') need({ ...spec, value: {} }, 'externalName');
    else if (name !== '') spell(spec, 'externalName', name.replace(/\.$/, ''), subdomainProblem);
  }
}

function ports(spec: Place, type: string): void {
  const all = children(spec, 'ports');
  const [names, pairs, nodePorts] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const port of all) {
    if (all.length < 2 || need(port, 'name', 'must be given, because there are several ports')) {
      grammar(port, 'name', dnsLabelProblem);
      if (text(port, 'name') !== '') unique(port, 'name', names);
    }
    portNumber(port, 'port');
    choose(port, 'protocol', ['TCP', 'UDP', 'SCTP']);
    // Left out, empty or 0 it is the port itself.
    if (has(port, 'targetPort') && port.value['targetPort'] !== 0 && port.value['targetPort'] !== '') portNumberOrName(port, 'targetPort');
    grammar(port, 'appProtocol', qualifiedNameProblem);
    if (has(port, 'appProtocol') && missing(port, 'appProtocol')) refuse(port, 'appProtocol', 'format', '"appProtocol" is empty');
    const protocol = text(port, 'protocol') || 'TCP';
    const value = number(port, 'port');
    if (value !== undefined) {
      if (pairs.has(`${protocol}/${value}`)) refuse(port, [], 'duplicate', `port ${value} with protocol "${protocol}" is there already`);
      pairs.add(`${protocol}/${value}`);
    }
    const nodePort = number(port, 'nodePort') ?? 0;
    if (nodePort === 0) continue;
    if (type === 'ClusterIP') refuse(port, 'nodePort', 'forbidden', `${nodePort} must not be given for a Service of type "ClusterIP"`);
    else within(port, 'nodePort', 1, 65535);
    if (nodePorts.has(`${protocol}/${nodePort}`)) refuse(port, 'nodePort', 'duplicate', `port ${nodePort} of the nodes is taken already by this Service`);
    nodePorts.add(`${protocol}/${nodePort}`);
  }
}

/** At most a day. With affinity "None" the server drops the configuration. */
function affinity(spec: Place): void {
  choose(spec, 'sessionAffinity', ['ClientIP', 'None']);
  const config = child(spec, 'sessionAffinityConfig');
  const client = config === undefined ? undefined : child(config, 'clientIP');
  if (client !== undefined && text(spec, 'sessionAffinity') === 'ClientIP') within(client, 'timeoutSeconds', 1, 86_400);
}

function loadBalancer(root: Place, spec: Place, type: string): void {
  const only = (place: Place, at: string | readonly string[]): void => { if (type !== 'LoadBalancer') refuse(place, at, 'forbidden', `"${typeof at === 'string' ? at : at.at(-1) ?? ''}" may only be given for a Service of type "LoadBalancer"`); };
  if (size(spec, 'loadBalancerSourceRanges') > 0) {
    only(spec, 'loadBalancerSourceRanges');
    for (const [block, i] of texts(spec, 'loadBalancerSourceRanges')) spell(spec, ['loadBalancerSourceRanges', i], block.trim(), cidrProblem);
  } else {
    const metadata = child(root, 'metadata');
    const key = 'service.beta.kubernetes.io/load-balancer-source-ranges';
    const value = metadata === undefined ? undefined : new Map(entries(metadata, 'annotations')).get(key);
    if (metadata !== undefined && typeof value === 'string') {
      only(metadata, ['annotations', key]);
      if (value.trim() !== '') for (const block of value.split(',')) spell(metadata, ['annotations', key], block.trim(), cidrProblem);
    }
  }
  if (has(spec, 'allocateLoadBalancerNodePorts')) only(spec, 'allocateLoadBalancerNodePorts');
  if (!has(spec, 'loadBalancerClass')) return;
  only(spec, 'loadBalancerClass');
  if (type === 'LoadBalancer' && typeof spec.value['loadBalancerClass'] === 'string') spell(spec, 'loadBalancerClass', text(spec, 'loadBalancerClass'), labelKeyProblem);
}

function policies(spec: Place, type: string): void {
  const outside = type === 'NodePort' || type === 'LoadBalancer' || type === 'ClusterIP' && size(spec, 'externalIPs') > 0;
  const external = text(spec, 'externalTrafficPolicy');
  if (external !== '' && !outside) refuse(spec, 'externalTrafficPolicy', 'invalid', `"${external}" may only be given for a Service that is reached from outside`, 'remove "externalTrafficPolicy"');
  else choose(spec, 'externalTrafficPolicy', ['Cluster', 'Local']);
  const health = number(spec, 'healthCheckNodePort') ?? 0;
  if (health !== 0) {
    if (type !== 'LoadBalancer' || external !== 'Local') refuse(spec, 'healthCheckNodePort', 'invalid', `${health} may only be given for type "LoadBalancer" and externalTrafficPolicy "Local"`);
    else portNumber(spec, 'healthCheckNodePort');
  }
  chooseGiven(spec, 'internalTrafficPolicy', ['Cluster', 'Local']);
  chooseGiven(spec, 'trafficDistribution', ['PreferClose', 'PreferSameZone', 'PreferSameNode']);
}
