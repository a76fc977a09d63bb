import type { JsonObject } from '../../../lib/model/json';
import { object, refused, warned } from './rows';

const selector = { matchLabels: { app: 'web' } };

describe('PeerAuthentication', () => {
  const peer = (spec: JsonObject): JsonObject => object('security.istio.io/v1', 'PeerAuthentication', spec);
  refused([
    ['ports are of selected workloads', { selector, portLevelMtls: { '80': {} } }, { portLevelMtls: { '80': {} } }, 'spec.portLevelMtls'],
    ['there is a port', { selector, portLevelMtls: { '80': {} } }, { selector, portLevelMtls: {} }, 'spec.portLevelMtls'],
    ['a port is a port', { selector, portLevelMtls: { '65535': {} } }, { selector, portLevelMtls: { '0': {} } }, 'spec.portLevelMtls.0'],
    ['labels are no patterns', { selector }, { selector: { matchLabels: { '*': 'a' } } }, 'spec.selector.matchLabels["*"]'],
    ['labels have keys', { selector }, { selector: { matchLabels: { '': 'a' } } }, 'spec.selector.matchLabels[""]'],
  ], peer);
  warned([['a selector has labels', { selector }, { selector: {} }, 'spec.selector']], peer);
});

describe('AuthorizationPolicy', () => {
  const policy = (spec: JsonObject): JsonObject => object('security.istio.io/v1', 'AuthorizationPolicy', spec);
  const source = (one: JsonObject): JsonObject => policy({ rules: [{ from: [{ source: one }] }] });
  const operation = (one: JsonObject): JsonObject => policy({ rules: [{ to: [{ operation: one }] }] });
  const when = (one: JsonObject): JsonObject => policy({ rules: [{ when: [one] }] });
  const target = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'web' };
  const custom = { action: 'CUSTOM', provider: { name: 'a' }, rules: [{}] };
  const from = 'spec.rules[0].from[0].source';
  const to = 'spec.rules[0].to[0].operation';
  const condition = 'spec.rules[0].when[0]';

  refused([
    ['it is attached once', { targetRefs: [target] }, { selector, targetRefs: [target] }, 'spec.targetRefs'],
    ['a target has a name', { targetRef: target }, { targetRef: { ...target, name: '' } }, 'spec.targetRef.name'],
    ['a target is of its namespace', { targetRefs: [target] }, { targetRefs: [{ ...target, namespace: 'shop' }] }, 'spec.targetRefs[0].namespace'],
    ['a target is of four kinds', { targetRefs: [{ kind: 'Service', name: 'a' }] }, { targetRefs: [{ kind: 'Pod', name: 'a' }] }, 'spec.targetRefs[0].kind'],
    ['DENY has rules', { action: 'DENY', rules: [{}] }, { action: 'DENY' }, 'spec.rules'],
    ['CUSTOM has rules', custom, { action: 'CUSTOM', provider: { name: 'a' } }, 'spec.rules'],
    ['CUSTOM names who decides', custom, { action: 'CUSTOM', rules: [{}] }, 'spec.provider.name'],
    ['only CUSTOM does', custom, { rules: [{}], provider: { name: 'a' } }, 'spec.provider'],
    ['CUSTOM knows no identities', { ...custom, rules: [{ from: [{ source: { ipBlocks: ['10.0.0.1'] } }] }] }, { ...custom, rules: [{ from: [{ source: { principals: ['a'] } }] }] }, `${from}.principals`],
    ['nor conditions of them', { ...custom, rules: [{ when: [{ key: 'source.ip', values: ['10.0.0.1'] }] }] }, { ...custom, rules: [{ when: [{ key: 'request.auth.principal', values: ['a'] }] }] }, `${condition}.key`],
    ['a source is given', { rules: [{ from: [{ source: { namespaces: ['a'] } }] }] }, { rules: [{ from: [{}] }] }, from],
    ['an operation is given', { rules: [{ to: [{ operation: { ports: ['80'] } }] }] }, { rules: [{ to: [{}] }] }, to],
  ], policy);
  refused([
    ['it says something', { notNamespaces: ['a'] }, {}, from],
    ['accounts or principals', { serviceAccounts: ['a'] }, { serviceAccounts: ['a'], principals: ['b'] }, `${from}.serviceAccounts`],
    ['an account has a namespace', { serviceAccounts: ['a/b'] }, { serviceAccounts: ['a/b/c'] }, `${from}.serviceAccounts[0]`],
    ['an account is no pattern', { notServiceAccounts: ['a'] }, { notServiceAccounts: ['a*'] }, `${from}.notServiceAccounts[0]`],
    ['an account is not too long', { serviceAccounts: ['a'.repeat(320)] }, { serviceAccounts: ['a'.repeat(321)] }, `${from}.serviceAccounts[0]`],
    ['accounts are 16 at most', { serviceAccounts: [...'abcdefghijklmnop'] }, { serviceAccounts: [...'abcdefghijklmnopq'] }, `${from}.serviceAccounts`],
    ['a trust domain is a pattern at one end', { trustDomains: ['a*'] }, { trustDomains: ['a*b'] }, `${from}.trustDomains[0]`],
    ['a trust domain has no slash', { trustDomains: ['*'] }, { trustDomains: ['a/b'] }, `${from}.trustDomains[0]`],
    ['a principal is not empty', { principals: ['*'] }, { principals: [''] }, `${from}.principals[0]`],
    ['a block is one', { ipBlocks: ['10.0.0.0/8', '::1'] }, { ipBlocks: ['10.0.0.0/33'] }, `${from}.ipBlocks[0]`],
  ], source);
  refused([
    ['it says something', { methods: ['GET'] }, {}, to],
    ['a port is a number', { ports: ['0', '65535'] }, { ports: ['65536'] }, `${to}.ports[0]`],
    ['a method is not empty', { methods: ['*'] }, { methods: [''] }, `${to}.methods[0]`],
    ['a template is a whole part', { paths: ['/a/{*}/b'] }, { paths: ['/a{*}'] }, `${to}.paths[0]`],
    ['the rest is the last', { paths: ['/a/{**}'] }, { paths: ['/a/{**}/b/{*}'] }, `${to}.paths[0]`],
    ['a template has good parts', { paths: ['/a b'] }, { paths: ['/a b/{*}'] }, `${to}.paths[0]`],
  ], operation);
  refused([
    ['a key is given', { key: 'source.namespace', values: ['a'] }, { values: ['a'] }, `${condition}.key`],
    ['a key is known', { key: 'connection.sni', notValues: ['a'] }, { key: 'source.name', values: ['a'] }, `${condition}.key`],
    ['a key of several names one', { key: 'request.headers[a]', values: ['a'] }, { key: 'request.headers', values: ['a'] }, `${condition}.key`],
    ['older keys are gone', { key: 'destination.port', values: ['80'] }, { key: 'destination.labels[a]', values: ['a'] }, `${condition}.key`],
    ['there are values', { key: 'source.ip', values: ['10.0.0.1'] }, { key: 'source.ip' }, condition],
    ['addresses are addresses', { key: 'remote.ip', values: ['10.0.0.0/8'] }, { key: 'remote.ip', values: ['a'] }, `${condition}.values[0]`],
    ['ports are ports', { key: 'destination.port', values: ['80'] }, { key: 'destination.port', notValues: ['a'] }, `${condition}.notValues[0]`],
    ['accounts are accounts', { key: 'source.serviceAccount', values: ['a/b'] }, { key: 'source.serviceAccount', values: ['/b'] }, `${condition}.values[0]`],
    ['values are not empty', { key: 'source.principal', values: ['a'] }, { key: 'source.principal', values: [''] }, `${condition}.values[0]`],
  ], when);
  warned([
    ['a denied path has a port', { action: 'DENY', rules: [{ to: [{ operation: { paths: ['/a'], ports: ['80'] } }] }] }, { action: 'DENY', rules: [{ to: [{ operation: { paths: ['/a'] } }] }] }, 'spec.rules[0]'],
    ['a denied token has a port', { action: 'DENY', rules: [{ from: [{ source: { notNamespaces: ['a'] } }] }] }, { action: 'DENY', rules: [{ from: [{ source: { notRequestPrincipals: ['*'] } }] }] }, 'spec.rules[0]'],
  ], policy);
  refused([
    ['ALLOW can be tried out', { 'istio.io/dry-run': 'true' }, { 'istio.io/dry-run': 'yes' }, 'metadata.annotations["istio.io/dry-run"]'],
    ['what is internal is not set', { a: 'b' }, { 'internal.istio.io/parents': 'a' }, 'metadata.annotations["internal.istio.io/parents"]'],
  ], annotations => object('security.istio.io/v1', 'AuthorizationPolicy', {}, { annotations }));
  refused([['AUDIT cannot be tried out', { action: 'DENY', rules: [{}] }, { action: 'AUDIT' }, 'metadata.annotations["istio.io/dry-run"]']], spec => object('security.istio.io/v1', 'AuthorizationPolicy', spec, { annotations: { 'istio.io/dry-run': 'true' } }));
});
