import type { JsonObject } from '../../model/json';
import { dnsLabelProblem, portNameProblem, subdomainProblem } from '../../model/names';
import type { CodeValidation } from '../answer';
import { familyOf } from './addresses';
import { domainPrefixedPathProblem, pathSegmentProblem, portNumber, wildcardHostProblem } from './grammars';
import { child, children, choose, chooseGiven, entries, grammar, has, judge, missing, need, number, refuse, size, spell, text, texts, type Place } from './place';

/** Source: Kubernetes 1.36, networking/validation, ValidateIngressCreate. */
export const ingress: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = child(root, 'spec');
  if (spec === undefined || size(spec, 'rules') === 0 && !has(spec, 'defaultBackend')) {
    if (spec !== undefined || !has(root, 'spec')) refuse(root, 'spec', 'invalid', 'one of "defaultBackend", "rules" must be given');
    if (spec === undefined) return;
  }
  const fallback = child(spec, 'defaultBackend');
  if (fallback !== undefined) backend(fallback);
  for (const rule of children(spec, 'rules')) {
    grammar(rule, 'host', hostProblem);
    const http = child(rule, 'http');
    if (http === undefined) continue;
    if (size(http, 'paths') === 0) refuse(http, 'paths', 'required', 'at least one path must be given');
    for (const one of children(http, 'paths')) path(one);
  }
  for (const tls of children(spec, 'tls')) {
    for (const [host, i] of texts(tls, 'hosts')) spell(tls, ['hosts', i], host, host.includes('*') ? wildcardHostProblem : subdomainProblem);
    grammar(tls, 'secretName', subdomainProblem);
  }
  if (has(spec, 'ingressClassName') && missing(spec, 'ingressClassName')) refuse(spec, 'ingressClassName', 'format', '"ingressClassName" is empty');
  grammar(spec, 'ingressClassName', subdomainProblem);
  const metadata = child(root, 'metadata');
  const annotation = metadata === undefined ? undefined : new Map(entries(metadata, 'annotations')).get('kubernetes.io/ingress.class');
  if (metadata !== undefined && typeof annotation === 'string' && typeof spec.value['ingressClassName'] === 'string' && annotation !== text(spec, 'ingressClassName')) {
    refuse(metadata, ['annotations', 'kubernetes.io/ingress.class'], 'invalid', `"${annotation}" must be the same as "ingressClassName", "${text(spec, 'ingressClassName')}"`, 'remove the annotation');
  }
});

function hostProblem(host: string): string | undefined {
  if (familyOf(host) !== undefined) return 'must be a DNS name, not an address';
  return host.includes('*') ? wildcardHostProblem(host) : subdomainProblem(host);
}

function path(place: Place): void {
  const type = text(place, 'pathType');
  const value = text(place, 'path');
  if (!has(place, 'pathType')) {
    need(place, 'pathType');
    return;
  }
  if (missing(place, 'pathType')) refuse(place, 'pathType', 'enum', '"pathType" is empty');
  choose(place, 'pathType', ['Exact', 'ImplementationSpecific', 'Prefix']);
  const literal = type === 'Exact' || type === 'Prefix';
  // Where the controller decides, the path may be left out.
  if ((literal && (value !== '' || missing(place, 'path')) || type === 'ImplementationSpecific' && value !== '') && !value.startsWith('/')) refuse(place, 'path', 'invalid', `"${value}" must be an absolute path`);
  if (literal) {
    for (const part of ['//', '/./', '/../', '%2f', '%2F']) if (value.includes(part)) refuse(place, 'path', 'invalid', `"${value}" must not hold "${part}"`);
    for (const end of ['/..', '/.']) if (value.endsWith(end)) refuse(place, 'path', 'invalid', `"${value}" must not end with "${end}"`);
  }
  const target = child(place, 'backend');
  if (target !== undefined) backend(target);
  else if (!has(place, 'backend')) refuse(place, 'backend', 'required', 'a "service" or a "resource" must be given');
}

function backend(place: Place): void {
  const [service, resource] = [child(place, 'service'), child(place, 'resource')];
  if (has(place, 'service') && has(place, 'resource')) return refuse(place, [], 'invalid', 'only one of "service", "resource" may be given');
  if (resource !== undefined) typedReference(resource);
  else if (service !== undefined) {
    if (need(service, 'name')) grammar(service, 'name', dnsLabelProblem);
    const port = child(service, 'port');
    const byName = port !== undefined && !missing(port, 'name');
    const byNumber = port !== undefined && has(port, 'number') && number(port, 'number') !== 0;
    if (byName && byNumber) refuse(service, 'port', 'invalid', 'only one of "name", "number" may be given');
    else if (port !== undefined && byName) grammar(port, 'name', portNameProblem);
    else if (port !== undefined && byNumber) portNumber(port, 'number');
    else refuse(service, 'port', 'required', 'one of "name", "number" must be given');
  } else if (!has(place, 'service') && !has(place, 'resource')) refuse(place, [], 'invalid', 'a "service" or a "resource" must be given');
}

/** A reference to an object of any kind. */
function typedReference(place: Place): void {
  if (has(place, 'apiGroup') && missing(place, 'apiGroup')) refuse(place, 'apiGroup', 'format', '"apiGroup" is empty');
  grammar(place, 'apiGroup', subdomainProblem);
  for (const key of ['kind', 'name']) if (need(place, key)) grammar(place, key, pathSegmentProblem);
}

/** Source: Kubernetes 1.36, networking/validation, ValidateIngressClass. */
export const ingressClass: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = child(root, 'spec');
  if (spec === undefined) {
    if (!has(root, 'spec')) refuse(root, ['spec', 'controller'], 'required', '"controller" must be given');
    return;
  }
  if (text(spec, 'controller').length > 250) refuse(spec, 'controller', 'length', '"controller" may have at most 250 characters');
  if (need(spec, 'controller')) grammar(spec, 'controller', domainPrefixedPathProblem);
  const parameters = child(spec, 'parameters');
  if (parameters === undefined) return;
  typedReference(parameters);
  chooseGiven(parameters, 'scope', ['Cluster', 'Namespace']);
  const scope = has(parameters, 'scope') ? text(parameters, 'scope') : 'Cluster';
  if (scope === 'Namespace') {
    if (!has(parameters, 'namespace') || missing(parameters, 'namespace')) need(parameters, 'namespace', 'must be given for scope "Namespace"');
    grammar(parameters, 'namespace', dnsLabelProblem);
  } else if (scope === 'Cluster' && has(parameters, 'namespace')) refuse(parameters, 'namespace', 'forbidden', '"namespace" must not be given for scope "Cluster"');
});
