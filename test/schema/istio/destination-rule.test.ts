import type { JsonObject } from '../../../lib/model/json';
import { admission } from '../../../lib/schema/istio/admission';
import { object, refused, warned } from './rows';

const rule = (spec: JsonObject): JsonObject => object('networking.istio.io/v1', 'DestinationRule', { host: 'reviews', ...spec });
const policy = (trafficPolicy: JsonObject): JsonObject => rule({ trafficPolicy });
const ejection = { outlierDetection: { consecutive5xxErrors: 5 } };

describe('host, subsets, visibility', () => {
  refused([
    ['a host is a domain', { host: '*.example.com' }, { host: 'a_b' }, 'spec.host'],
    ['subsets have names of their own', { subsets: [{ name: 'v1' }, { name: 'v2' }] }, { subsets: [{ name: 'v1' }, { name: 'v1' }] }, 'spec.subsets[1].name'],
    ['a subset has a name', { subsets: [{ name: 'V1' }] }, { subsets: [{}] }, 'spec.subsets[0].name'],
    ['labels of a subset are labels', { subsets: [{ name: 'v1', labels: { version: '' } }] }, { subsets: [{ name: 'v1', labels: { version: 'a b' } }] }, 'spec.subsets[0].labels.version'],
    ['the policy of a subset says something', { subsets: [{ name: 'v1', trafficPolicy: { tls: {} } }] }, { subsets: [{ name: 'v1', trafficPolicy: {} }] }, 'spec.subsets[0].trafficPolicy'],
    ['for selected workloads it is not exported', { workloadSelector: { matchLabels: { app: 'web' } }, exportTo: ['.'] }, { workloadSelector: { matchLabels: { app: 'web' } }, exportTo: ['edge'] }, 'spec.exportTo'],
    ['nor beside the own namespace', { workloadSelector: { matchLabels: { app: 'web' } }, exportTo: ['shop'] }, { workloadSelector: { matchLabels: { app: 'web' } }, exportTo: ['.', 'edge'] }, 'spec.exportTo'],
    ['labels of a selector are no patterns', { workloadSelector: { matchLabels: { app: 'web' } } }, { workloadSelector: { matchLabels: { app: 'w*' } } }, 'spec.workloadSelector.matchLabels.app'],
  ], rule);
  warned([['a selector has labels', { workloadSelector: { matchLabels: { app: 'web' } } }, { workloadSelector: {} }, 'spec.workloadSelector']], rule);
});

describe('traffic policy', () => {
  refused([
    ['it says something', { retryBudget: {} }, {}, 'spec.trafficPolicy'],
    ['a tunnel or the proxy protocol', { proxyProtocol: {} }, { proxyProtocol: {}, tunnel: { targetHost: 'a', targetPort: 1 } }, 'spec.trafficPolicy.proxyProtocol'],
    ['settings are of a port', { portLevelSettings: [{ port: { number: 80 }, tls: {} }] }, { portLevelSettings: [{ tls: {} }] }, 'spec.trafficPolicy.portLevelSettings[0].port'],
    ['settings of a port say something', { portLevelSettings: [{ port: { number: 80 }, tls: {} }] }, { portLevelSettings: [{ port: { number: 80 } }] }, 'spec.trafficPolicy.portLevelSettings[0]'],
    ['a port has no sign', { portLevelSettings: [{ port: { number: 80 }, tls: {} }] }, { portLevelSettings: [{ port: { number: -80 }, tls: {} }] }, 'spec.trafficPolicy.portLevelSettings[0].port.number'],
    ['a tunnel is made in two ways', { tunnel: { protocol: 'POST', targetHost: 'a', targetPort: 1 } }, { tunnel: { protocol: 'GET', targetHost: 'a', targetPort: 1 } }, 'spec.trafficPolicy.tunnel.protocol'],
    ['a tunnel leads to a host or an address', { tunnel: { targetHost: '10.0.0.1', targetPort: 1 } }, { tunnel: { targetHost: '*.example.com', targetPort: 1 } }, 'spec.trafficPolicy.tunnel.targetHost'],
    ['a tunnel leads to a port', { tunnel: { targetHost: 'a', targetPort: 1 } }, { tunnel: { targetHost: 'a' } }, 'spec.trafficPolicy.tunnel.targetPort'],
    ['an interval is a duration', { outlierDetection: { interval: '1s' } }, { outlierDetection: { interval: '0s' } }, 'spec.trafficPolicy.outlierDetection.interval'],
    ['at most all are ejected', { outlierDetection: { maxEjectionPercent: 100 } }, { outlierDetection: { maxEjectionPercent: 101 } }, 'spec.trafficPolicy.outlierDetection.maxEjectionPercent'],
    ['local failures are split off', { outlierDetection: { consecutiveLocalOriginFailures: 5, splitExternalLocalOriginErrors: true } }, { outlierDetection: { consecutiveLocalOriginFailures: 5 } }, 'spec.trafficPolicy.outlierDetection.consecutiveLocalOriginFailures'],
    ['a pool is of connections or requests', { connectionPool: { tcp: {} } }, { connectionPool: {} }, 'spec.trafficPolicy.connectionPool'],
    ['a limit is 0 or more', { connectionPool: { http: { maxRetries: 0 } } }, { connectionPool: { http: { maxRetries: -1 } } }, 'spec.trafficPolicy.connectionPool.http.maxRetries'],
    ['upgraded or as the client spoke', { connectionPool: { http: { h2UpgradePolicy: 'UPGRADE' } } }, { connectionPool: { http: { h2UpgradePolicy: 'UPGRADE', useClientProtocol: true } } }, 'spec.trafficPolicy.connectionPool.http.useClientProtocol'],
    ['signs of life have an interval', { connectionPool: { http: { http2KeepAlive: { interval: '1s', timeout: '1s' } } } }, { connectionPool: { http: { http2KeepAlive: { timeout: '1s' } } } }, 'spec.trafficPolicy.connectionPool.http.http2KeepAlive.interval'],
    ['an idle connection may last for ever', { connectionPool: { tcp: { idleTimeout: '0s' } } }, { connectionPool: { tcp: { connectTimeout: '0s' } } }, 'spec.trafficPolicy.connectionPool.tcp.connectTimeout'],
    ['keepalive has an interval', { connectionPool: { tcp: { tcpKeepalive: { time: '1s' } } } }, { connectionPool: { tcp: { tcpKeepalive: { time: '1us' } } } }, 'spec.trafficPolicy.connectionPool.tcp.tcpKeepalive.time'],
    ['probes are counted from 0', { connectionPool: { tcp: { tcpKeepalive: { probes: 0 } } } }, { connectionPool: { tcp: { tcpKeepalive: { probes: -1 } } } }, 'spec.trafficPolicy.connectionPool.tcp.tcpKeepalive.probes'],
    ['a budget has a duration', { retryBudget: { budgetInterval: '1us' } }, { retryBudget: { budgetInterval: 'a' } }, 'spec.trafficPolicy.retryBudget.budgetInterval'],
  ], policy);
  warned([['errors are told apart', ejection, { outlierDetection: { consecutiveErrors: 5 } }, 'spec.trafficPolicy.outlierDetection.consecutiveErrors']], policy);
});

describe('load balancer', () => {
  const balanced = (loadBalancer: JsonObject): JsonObject => policy({ loadBalancer, ...ejection });
  const hashed = (consistentHash: JsonObject): JsonObject => balanced({ consistentHash });
  const placed = (localityLbSetting: JsonObject): JsonObject => balanced({ localityLbSetting });
  const hash = 'spec.trafficPolicy.loadBalancer.consistentHash';
  const local = 'spec.trafficPolicy.loadBalancer.localityLbSetting';
  refused([
    ['a cookie has a name', { httpCookie: { name: 'a' } }, { httpCookie: {} }, `${hash}.httpCookie.name`],
    ['an attribute has a name', { httpCookie: { name: 'a', attributes: [{ name: 'b' }] } }, { httpCookie: { name: 'a', attributes: [{}] } }, `${hash}.httpCookie.attributes[0].name`],
    ['attributes are there once', { httpCookie: { name: 'a', attributes: [{ name: 'b' }, { name: 'c' }] } }, { httpCookie: { name: 'a', attributes: [{ name: 'b' }, { name: 'b' }] } }, `${hash}.httpCookie.attributes[1].name`],
    ['a table is of a prime size', { maglev: { tableSize: 65537 } }, { maglev: { tableSize: 65536 } }, `${hash}.maglev.tableSize`],
    ['a table has a size', { maglev: { tableSize: 3 } }, { maglev: {} }, `${hash}.maglev.tableSize`],
    ['a table is not too large', { maglev: { tableSize: 4999999 } }, { maglev: { tableSize: 5000011 } }, `${hash}.maglev.tableSize`],
    ['a ring has one size', { ringHash: { minimumRingSize: 1 } }, { ringHash: {}, minimumRingSize: -1 }, `${hash}.minimumRingSize`],
  ], hashed);
  warned([['the size of a ring is with the ring', { ringHash: {} }, { minimumRingSize: 1024 }, `${hash}.minimumRingSize`]], hashed);
  refused([
    ['shares or failover', { distribute: [{ from: 'a', to: { a: 100 } }] }, { distribute: [{ from: 'a', to: { a: 100 } }], failover: [{ from: 'a', to: 'b' }] }, `${local}.failover`],
    ['failover and places', { failover: [{ from: 'a', to: 'b' }], failoverPriority: ['version'] }, { failover: [{ from: 'a', to: 'b' }], failoverPriority: ['topology.kubernetes.io/zone'] }, `${local}.failoverPriority[0]`],
    ['a share is from 1 to 100', { distribute: [{ from: 'a', to: { a: 1, b: 99 } }] }, { distribute: [{ from: 'a', to: { a: 0, b: 100 } }] }, `${local}.distribute[0].to.a`],
    ['shares are 100 together', { distribute: [{ from: 'a', to: { a: 100 } }] }, { distribute: [{ from: 'a', to: { a: 99 } }] }, `${local}.distribute[0].to`],
    ['places do not overlap', { distribute: [{ from: 'a/*', to: { a: 100 } }, { from: 'b', to: { a: 100 } }] }, { distribute: [{ from: 'a/*', to: { a: 100 } }, { from: 'a/b', to: { a: 100 } }] }, `${local}.distribute[1].from`],
    ['destinations do not overlap', { distribute: [{ from: 'a', to: { 'a/x': 50, 'a/y': 50 } }] }, { distribute: [{ from: 'a', to: { 'a/x': 50, a: 50 } }] }, `${local}.distribute[0].to.a`],
    ['a wildcard is at the end', { distribute: [{ from: '*', to: { a: 100 } }] }, { distribute: [{ from: '*/a', to: { a: 100 } }] }, `${local}.distribute[0].from`],
    ['a place has no empty part', { distribute: [{ from: 'a/b/c', to: { a: 100 } }] }, { distribute: [{ from: 'a//c', to: { a: 100 } }] }, `${local}.distribute[0].from`],
    ['failover leads elsewhere', { failover: [{ from: 'a', to: 'b' }] }, { failover: [{ from: 'a', to: 'a' }] }, `${local}.failover[0].to`],
    ['failover is among regions', { failover: [{ from: 'a', to: 'b' }] }, { failover: [{ from: 'a', to: 'b/c' }] }, `${local}.failover[0].to`],
    ['failover is from one region', { failover: [{ from: 'a', to: 'b' }] }, { failover: [{ from: '*', to: 'b' }] }, `${local}.failover[0].from`],
  ], placed);
  refused([
    ['one of two settings', { zoneAwareLbSetting: {} }, { zoneAwareLbSetting: {}, localityLbSetting: {} }, 'spec.trafficPolicy.loadBalancer.localityLbSetting'],
    ['zones are looked at in any case', { zoneAwareLbSetting: { failoverPriority: ['version'] } }, { zoneAwareLbSetting: { failoverPriority: ['topology.istio.io/subzone'] } }, 'spec.trafficPolicy.loadBalancer.zoneAwareLbSetting.failoverPriority[0]'],
    ['warming up takes time', { warmup: { duration: '1s' } }, { warmup: {} }, 'spec.trafficPolicy.loadBalancer.warmup.duration'],
    ['it begins with a share', { warmup: { duration: '1s', minimumPercent: 100 } }, { warmup: { duration: '1s', minimumPercent: 101 } }, 'spec.trafficPolicy.loadBalancer.warmup.minimumPercent'],
    ['it speeds up', { warmup: { duration: '1s', aggression: 0.1 } }, { warmup: { duration: '1s', aggression: 0 } }, 'spec.trafficPolicy.loadBalancer.warmup.aggression'],
  ], balanced);
  warned([
    ['failover needs ejection', { ...ejection, loadBalancer: { localityLbSetting: { failover: [{ from: 'a', to: 'b' }] } } }, { loadBalancer: { localityLbSetting: { failover: [{ from: 'a', to: 'b' }] } } }, `${local}.failover`],
    ['failover by zone needs ejection', { ...ejection, loadBalancer: { zoneAwareLbSetting: { failover: [{ from: 'a', to: 'b' }] } } }, { loadBalancer: { zoneAwareLbSetting: { failoverPriority: ['version'] } } }, 'spec.trafficPolicy.loadBalancer.zoneAwareLbSetting.failoverPriority'],
  ], policy);
});

describe('encryption', () => {
  refused([
    ['MUTUAL has a certificate', { mode: 'MUTUAL', clientCertificate: 'a', privateKey: 'b' }, { mode: 'MUTUAL', privateKey: 'b' }, 'spec.trafficPolicy.tls.clientCertificate'],
    ['a credential has all', { mode: 'SIMPLE', credentialName: 'a' }, { mode: 'SIMPLE', credentialName: 'a', caCertificates: 'b' }, 'spec.trafficPolicy.tls.caCertificates'],
    ['nothing is verified', { mode: 'SIMPLE', insecureSkipVerify: true }, { mode: 'SIMPLE', insecureSkipVerify: true, subjectAltNames: ['a'] }, 'spec.trafficPolicy.tls.insecureSkipVerify'],
    ['a ConfigMap is of the namespace', { mode: 'SIMPLE', credentialName: 'configmap://shop/ca' }, { mode: 'SIMPLE', credentialName: 'configmap://edge/ca' }, 'spec.trafficPolicy.tls.credentialName'],
    ['a ConfigMap has a name', { credentialName: 'configmap://shop/ca' }, { credentialName: 'configmap://shop' }, 'spec.trafficPolicy.tls.credentialName'],
  ], tls => policy({ tls }));
});

test('warnings of subsets and of ports are lost on their way in istiod', () => {
  const trafficPolicy = { outlierDetection: { consecutiveErrors: 5 } };
  expect(admission(rule({ subsets: [{ name: 'v1', trafficPolicy }], trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, ...trafficPolicy }] } })).warnings).toEqual([]);
});
