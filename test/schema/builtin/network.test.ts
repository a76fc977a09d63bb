import { rules } from './rows';
import type { JsonObject } from '../../../lib/model/json';

const policy = (spec: JsonObject): JsonObject => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'web' }, spec: { podSelector: {}, ...spec } });
const peer = (one: JsonObject): JsonObject => ({ ingress: [{ from: [one] }] });
const policyPort = (one: JsonObject): JsonObject => ({ egress: [{ ports: [one] }] });

describe('NetworkPolicy', () => {
  rules([
    ['a peer says who', peer({ podSelector: {} }), peer({}), 'spec.ingress[0].from[0]'],
    ['a block stands alone', peer({ ipBlock: { cidr: '10.0.0.0/8' } }), peer({ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }), 'spec.ingress[0].from[0]'],
    ['a block has no host bits', peer({ ipBlock: { cidr: '10.0.0.0/8' } }), peer({ ipBlock: { cidr: '10.1.0.0/8' } }), 'spec.ingress[0].from[0].ipBlock.cidr'],
    ['an address alone is no block', peer({ ipBlock: { cidr: '10.0.0.1/32' } }), peer({ ipBlock: { cidr: '10.0.0.1' } }), 'spec.ingress[0].from[0].ipBlock.cidr'],
    ['an exception is a smaller part', peer({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }), peer({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/8'] } }), 'spec.ingress[0].from[0].ipBlock.except[0]'],
    ['an exception is of the same family', peer({ ipBlock: { cidr: 'fd00::/8', except: ['fd00:1::/32'] } }), peer({ ipBlock: { cidr: 'fd00::/8', except: ['10.0.0.0/16'] } }), 'spec.ingress[0].from[0].ipBlock.except[0]'],
    ['a range ends where it begins or later', policyPort({ port: 80, endPort: 80 }), policyPort({ port: 80, endPort: 79 }), 'spec.egress[0].ports[0].endPort'],
    ['a range is of numbers', policyPort({ port: 'http' }), policyPort({ port: 'http', endPort: 90 }), 'spec.egress[0].ports[0].endPort'],
    ['a range has a beginning', policyPort({ protocol: 'UDP' }), policyPort({ endPort: 90 }), 'spec.egress[0].ports[0].endPort'],
    ['a port name has 15 characters at most', policyPort({ port: 'abcdefghijklmno' }), policyPort({ port: 'abcdefghijklmnop' }), 'spec.egress[0].ports[0].port'],
    ['an empty protocol is not left out', policyPort({ port: 80 }), policyPort({ port: 80, protocol: '' }), 'spec.egress[0].ports[0].protocol'],
    ['types are two', { policyTypes: ['Ingress'] }, { policyTypes: ['ingress'] }, 'spec.policyTypes[0]'],
    ['In needs values', { podSelector: { matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] } }, { podSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] } }, 'spec.podSelector.matchExpressions[0].values'],
    ['Exists takes none', { podSelector: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } }, { podSelector: { matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] } }, 'spec.podSelector.matchExpressions[0].values'],
    ['a key is a qualified name', { podSelector: { matchLabels: { 'example.com/a': 'b' } } }, { podSelector: { matchLabels: { 'a/b/c': 'b' } } }, 'spec.podSelector.matchLabels["a/b/c"]'],
  ], policy);
});

const backend = { service: { name: 'web', port: { number: 80 } } };
const ingress = (spec: JsonObject): JsonObject => ({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'web', annotations: { 'kubernetes.io/ingress.class': 'nginx' } }, spec });
const path = (one: JsonObject): JsonObject => ({ rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend, ...one }] } }] });

describe('Ingress', () => {
  rules([
    ['something is routed', { defaultBackend: backend }, {}, 'spec'],
    ['a path has a type', path({}), path({ pathType: undefined }), 'spec.rules[0].http.paths[0].pathType'],
    ['a path is absolute', path({ path: '/a' }), path({ path: 'a' }), 'spec.rules[0].http.paths[0].path'],
    ['a path does not climb', path({ path: '/a..b' }), path({ path: '/a/..' }), 'spec.rules[0].http.paths[0].path'],
    ['where the controller decides a path may be left out', path({ pathType: 'ImplementationSpecific', path: undefined }), path({ pathType: 'Exact', path: undefined }), 'spec.rules[0].http.paths[0].path'],
    ['a backend is one of two', path({}), path({ backend: { ...backend, resource: { kind: 'Bucket', name: 'a' } } }), 'spec.rules[0].http.paths[0].backend'],
    ['a port is a name or a number', path({ backend: { service: { name: 'web', port: { name: 'http' } } } }), path({ backend: { service: { name: 'web', port: { name: 'http', number: 80 } } } }), 'spec.rules[0].http.paths[0].backend.service.port'],
    ['a host is no address', { rules: [{ host: 'a.example.com' }] }, { rules: [{ host: '10.0.0.1' }] }, 'spec.rules[0].host'],
    ['a wildcard is the first part', { rules: [{ host: '*.example.com' }] }, { rules: [{ host: 'a.*.com' }] }, 'spec.rules[0].host'],
    ['the class is the annotated one', { ingressClassName: 'nginx', defaultBackend: backend }, { ingressClassName: 'envoy', defaultBackend: backend }, 'metadata.annotations["kubernetes.io/ingress.class"]'],
  ], ingress);
});

const slice = (body: JsonObject): JsonObject => ({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: 'web' }, ...body });

describe('EndpointSlice', () => {
  rules([
    ['addresses are of the type', { addressType: 'IPv4', endpoints: [{ addresses: ['10.0.0.1'] }] }, { addressType: 'IPv4', endpoints: [{ addresses: ['fd00::1'] }] }, 'endpoints[0].addresses[0]'],
    ['an IPv6 address has its one spelling', { addressType: 'IPv6', endpoints: [{ addresses: ['fd00::1'] }] }, { addressType: 'IPv6', endpoints: [{ addresses: ['fd00:0::1'] }] }, 'endpoints[0].addresses[0]'],
    ['names of ports are unique, the empty one too', { addressType: 'IPv4', ports: [{ port: 1 }, { name: 'a', port: 2 }] }, { addressType: 'IPv4', ports: [{ port: 1 }, { name: '', port: 2 }] }, 'ports[1].name'],
    ['a type is given', { addressType: 'FQDN' }, {}, 'addressType'],
  ], slice);
});
