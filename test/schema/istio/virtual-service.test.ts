import type { JsonObject } from '../../../lib/model/json';
import { admission } from '../../../lib/schema/istio/admission';
import { object, refused, warned } from './rows';

const route = [{ destination: { host: 'reviews' } }];
const http = [{ route }];
const service = (spec: JsonObject): JsonObject => object('networking.istio.io/v1', 'VirtualService', { hosts: ['reviews'], http, ...spec });
const first = (one: JsonObject): JsonObject => service({ http: [{ route, ...one }] });
const alone = (one: JsonObject): JsonObject => service({ http: [one] });
const matched = (match: JsonObject): JsonObject => first({ match: [match] });
const to = (destination: JsonObject): JsonObject => first({ route: [{ destination }] });
const http0 = 'spec.http[0]';

describe('hosts and gateways', () => {
  refused([
    ['a host is a domain', { hosts: ['*.example.com'] }, { hosts: ['a_b.example.com'] }, 'spec.hosts[0]'],
    ['a wildcard is at the beginning', { hosts: ['*-x.example.com'] }, { hosts: ['a.*.com'] }, 'spec.hosts[0]'],
    ['a domain ends with a name', { hosts: ['1.example'] }, { hosts: ['example.1'] }, 'spec.hosts[0]'],
    ['a domain may end with a dot', { hosts: ['example.com.'] }, { hosts: ['example..com'] }, 'spec.hosts[0]'],
    ['an address is a host', { hosts: ['10.0.0.1'] }, { hosts: ['10.0.0.256'] }, 'spec.hosts[0]'],
    ['every host is for gateways', { hosts: ['*'], gateways: ['edge/web'] }, { hosts: ['*'] }, 'spec.hosts[0]'],
    ['every host is not for the mesh beside gateways', { hosts: ['*'], gateways: ['edge/web'] }, { hosts: ['*'], gateways: ['edge/web', 'mesh'] }, 'spec.hosts[0]'],
    ['hosts do not overlap', { hosts: ['*.example.com', 'example.com'] }, { hosts: ['*.example.com', 'a.example.com'] }, 'spec.hosts[1]'],
    ['a gateway has a namespace and a name', { gateways: ['edge/web'] }, { gateways: ['edge/a_b'] }, 'spec.gateways[0]'],
    ['a delegate has no gateways', { hosts: [] }, { hosts: [], gateways: ['edge/web'] }, 'spec.gateways'],
    ['a delegate has no routes of connections', { hosts: [] }, { hosts: [], tcp: [{ route }] }, 'spec.tcp'],
    ['a delegate does not delegate', { hosts: [] }, { hosts: [], http: [{ route, delegate: { name: 'a' } }] }, 'spec.http[0].delegate'],
    ['something is routed', {}, { http: [] }, 'spec'],
    ['it is exported to each once', { exportTo: ['.', 'edge'] }, { exportTo: ['.', 'shop'] }, 'spec.exportTo[1]'],
    ['everybody is exported to alone', { exportTo: ['*'] }, { exportTo: ['*', 'edge'] }, 'spec.exportTo'],
    ['nobody is for ServiceEntries', { exportTo: ['.'] }, { exportTo: ['~'] }, 'spec.exportTo[0]'],
  ], service);
  warned([['a gateway by host name is the older form', { gateways: ['edge/web'] }, { gateways: ['web.edge.svc.cluster.local'] }, 'spec.gateways[0]']], service);
});

describe('routes', () => {
  refused([
    ['a root has nothing beside its delegate', { delegate: { name: 'a' } }, { delegate: { name: 'a' }, route }, 'spec.http[0].route'],
    ['a redirect stands alone', { redirect: { uri: '/a' } }, { redirect: { uri: '/a' }, route }, 'spec.http[0].redirect'],
    ['a redirect has no faults', { redirect: { uri: '/a' } }, { redirect: { uri: '/a' }, fault: { abort: { httpStatus: 500 } } }, 'spec.http[0].redirect'],
    ['a response has no rewrite', { directResponse: { status: 200 } }, { directResponse: { status: 200 }, rewrite: { uri: '/' } }, 'spec.http[0].directResponse'],
    ['a response is no redirect', { directResponse: { status: 200 } }, { directResponse: { status: 200 }, redirect: { uri: '/a' } }, 'spec.http[0].redirect'],
    ['something is done', { route }, { match: [{ uri: { prefix: '/' } }] }, http0],
    ['one mirror or several', { route, mirror: { host: 'a' } }, { route, mirror: { host: 'a' }, mirrors: [{ destination: { host: 'a' } }] }, 'spec.http[0].mirrors'],
    ['a mirror has a destination', { route, mirrors: [{ destination: { host: 'a' } }] }, { route, mirrors: [{}] }, 'spec.http[0].mirrors[0].destination'],
    ['a mirrored share is at most all', { route, mirrorPercentage: { value: 100 } }, { route, mirrorPercentage: { value: 100.5 } }, 'spec.http[0].mirrorPercentage.value'],
    ['a destination is given', { route }, { route: [{}] }, 'spec.http[0].route[0].destination'],
    ['a weight is at least 0', { route: [{ destination: { host: 'a' }, weight: 0 }] }, { route: [{ destination: { host: 'a' }, weight: -1 }] }, 'spec.http[0].route[0].weight'],
    ['some destination has a weight', { route: [{ destination: { host: 'a' } }, { destination: { host: 'b' }, weight: 1 }] }, { route: [{ destination: { host: 'a' } }, { destination: { host: 'b' } }] }, 'spec.http[0].route'],
    ['weights need not be 100', { route: [{ destination: { host: 'a' }, weight: 300 }, { destination: { host: 'b' }, weight: 1 }] }, { route: [{ destination: { host: '' } }] }, 'spec.http[0].route[0].destination.host'],
    ['a timeout is a millisecond at least', { route, timeout: '1ms' }, { route, timeout: '999us' }, 'spec.http[0].timeout'],
    ['a timeout is whole milliseconds', { route, timeout: '1.5s' }, { route, timeout: '1500us' }, 'spec.http[0].timeout'],
    ['a timeout has a unit', { route, timeout: '1h1m' }, { route, timeout: '10' }, 'spec.http[0].timeout'],
  ], alone);
  refused([
    ['a destination is not every host', { host: '*.example.com' }, { host: '*' }, 'spec.http[0].route[0].destination.host'],
    ['a subset is a label', { host: 'a', subset: 'V1' }, { host: 'a', subset: 'v_1' }, 'spec.http[0].route[0].destination.subset'],
    ['a port is a port', { host: 'a', port: { number: 65535 } }, { host: 'a', port: {} }, 'spec.http[0].route[0].destination.port.number'],
  ], to);
});

describe('matches', () => {
  refused([
    ['a header has a name of HTTP', { headers: { ':path': { exact: 'a' } } }, { headers: { 'a b': { exact: 'a' } } }, 'spec.http[0].match[0].headers["a b"]'],
    ['a claim is for gateways', { headers: { 'x-user': { exact: 'a' } } }, { headers: { '@request.auth.claims.sub': { exact: 'a' } } }, 'spec.http[0].match[0].headers["@request.auth.claims.sub"]'],
    ['an empty prefix is for paths', { uri: { prefix: '' } }, { authority: { prefix: '' } }, 'spec.http[0].match[0].authority.prefix'],
    ['an expression is not empty', { uri: { regex: '.*' } }, { uri: { regex: '' } }, 'spec.http[0].match[0].uri.regex'],
    ['an expression is one of RE2', { uri: { regex: '/a(b|c)' } }, { uri: { regex: '/a(?=b)' } }, 'spec.http[0].match[0].uri.regex'],
    ['an expression has 1024 bytes at most', { uri: { regex: 'a'.repeat(1024) } }, { uri: { regex: 'a'.repeat(1025) } }, 'spec.http[0].match[0].uri.regex'],
    ['a star stands for a header that is there', { withoutHeaders: { a: { regex: '*' } } }, { headers: { a: { regex: '*' } } }, 'spec.http[0].match[0].headers.a.regex'],
    ['a parameter has a prefix', { queryParams: { a: { prefix: 'b' } } }, { queryParams: { a: { prefix: '' } } }, 'spec.http[0].match[0].queryParams.a.prefix'],
    ['a port is a port', { port: 80 }, { port: 65536 }, 'spec.http[0].match[0].port'],
    ['labels are labels', { sourceLabels: { app: 'web' } }, { sourceLabels: { app: 'a b' } }, 'spec.http[0].match[0].sourceLabels.app'],
    ['a namespace is a label', { sourceNamespace: 'shop' }, { sourceNamespace: 'a.b' }, 'spec.http[0].match[0].sourceNamespace'],
    ['a gateway is a gateway', { gateways: ['mesh'] }, { gateways: ['/web'] }, 'spec.http[0].match[0].gateways[0]'],
  ], matched);
  test('claims are matched at gateways', () => {
    const claimed = service({ gateways: ['edge/web'], http: [{ route, match: [{ headers: { '@request.auth.claims[sub]': { exact: 'a' } } }] }] });
    expect(admission(claimed).errors).toEqual([]);
  });
});

describe('headers', () => {
  const request = (request: JsonObject): JsonObject => first({ headers: { request } });
  const path = 'spec.http[0].headers.request';
  refused([
    ['the authority may be set', { set: { ':authority': 'a' } }, { set: { ':path': 'a' } }, `${path}.set[":path"]`],
    ['the authority is replaced once', { set: { host: 'a' } }, { set: { host: 'a' }, add: { ':authority': 'b' } }, `${path}.add[":authority"]`],
    ['the authority is not removed', { remove: ['x-user'] }, { remove: ['Host'] }, `${path}.remove[0]`],
    ['a percent sign is doubled', { add: { a: '100%%' } }, { add: { a: '100%' } }, `${path}.add.a`],
    ['a variable is whole', { add: { a: '%HOSTNAME% b' } }, { add: { a: 'a%b' } }, `${path}.add.a`],
    ['an argument is closed', { add: { a: '%REQ(x)%' } }, { add: { a: '%REQ(x%' } }, `${path}.add.a`],
    ['arguments are a list of texts', { add: { a: '%DYNAMIC_METADATA(["a", "b"])%' } }, { add: { a: '%DYNAMIC_METADATA(["a" "b"])%' } }, `${path}.add.a`],
    ['a value has no control characters', { add: { a: 'a\tb' } }, { add: { a: 'a\nb' } }, `${path}.add.a`],
  ], request);
  refused([
    ['a response keeps its host', { set: { 'x-user': 'a' } }, { set: { host: 'a' } }, 'spec.http[0].route[0].headers.response.set.host'],
  ], response => first({ route: [{ destination: { host: 'a' }, headers: { response } }] }));
});

describe('what is done to requests', () => {
  refused([
    ['a redirect changes something', { redirect: { derivePort: 'FROM_REQUEST_PORT' } }, { redirect: {} }, 'spec.http[0].redirect'],
    ['a redirect has one path', { redirect: { prefixRewrite: '/a' } }, { redirect: { uri: '/a', prefixRewrite: '/a' } }, 'spec.http[0].redirect.prefixRewrite'],
    ['a prefix is replaced where prefixes are matched', { match: [{ uri: { prefix: '/' } }], redirect: { prefixRewrite: '/a' } }, { match: [{ uri: { exact: '/' } }], redirect: { prefixRewrite: '/a' } }, 'spec.http[0].redirect.prefixRewrite'],
    ['a redirect has a status of redirects', { redirect: { uri: '/a', redirectCode: 308 } }, { redirect: { uri: '/a', redirectCode: 200 } }, 'spec.http[0].redirect.redirectCode'],
    ['a scheme is one of two', { redirect: { scheme: 'https' } }, { redirect: { scheme: 'ftp' } }, 'spec.http[0].redirect.scheme'],
    ['a response has a status', { directResponse: { status: 503 } }, { directResponse: {} }, 'spec.http[0].directResponse.status'],
    ['a body is less than a megabyte', { directResponse: { status: 200, body: { string: 'a' } } }, { directResponse: { status: 200, body: { string: 'a'.repeat(1024 * 1024 + 1) } } }, 'spec.http[0].directResponse.body'],
    ['a rewrite changes something', { route, rewrite: { authority: 'a' } }, { route, rewrite: {} }, 'spec.http[0].rewrite'],
    ['a path is rewritten in one way', { route, rewrite: { uriRegexRewrite: { match: 'a', rewrite: 'b' } } }, { route, rewrite: { uri: '/', uriRegexRewrite: { match: 'a', rewrite: 'b' } } }, 'spec.http[0].rewrite.uriRegexRewrite'],
    ['an expression has both halves', { route, rewrite: { uriRegexRewrite: { match: 'a', rewrite: 'b' } } }, { route, rewrite: { uriRegexRewrite: { match: 'a' } } }, 'spec.http[0].rewrite.uriRegexRewrite'],
    ['a fault does something', { route, fault: { delay: { fixedDelay: '1s' } } }, { route, fault: {} }, 'spec.http[0].fault'],
    ['a share is not too small', { route, fault: { abort: { httpStatus: 500, percentage: { value: 0.0001 } } } }, { route, fault: { abort: { httpStatus: 500, percentage: { value: 0.00001 } } } }, 'spec.http[0].fault.abort.percentage.value'],
    ['a status of gRPC is known', { route, fault: { abort: { grpcStatus: 'NOT_FOUND' } } }, { route, fault: { abort: { grpcStatus: 'not found' } } }, 'spec.http[0].fault.abort.grpcStatus'],
    ['errors of HTTP/2 are not built', { route, fault: { abort: { httpStatus: 600 } } }, { route, fault: { abort: { http2Error: 'a' } } }, 'spec.http[0].fault.abort.http2Error'],
    ['delays do not grow', { route, fault: { delay: { fixedDelay: '1s' } } }, { route, fault: { delay: { exponentialDelay: '1s' } } }, 'spec.http[0].fault.delay.exponentialDelay'],
    ['attempts are counted from 0', { route, retries: { attempts: 0 } }, { route, retries: { attempts: -1 } }, 'spec.http[0].retries.attempts'],
    ['no attempts have no settings', { route, retries: { attempts: 1, perTryTimeout: '1s' } }, { route, retries: { attempts: 0, perTryTimeout: '1s' } }, 'spec.http[0].retries.perTryTimeout'],
    ['a condition is known, or a status', { route, retries: { attempts: 1, retryOn: '5xx,503' } }, { route, retries: { attempts: 1, retryOn: '5xx, 503' } }, 'spec.http[0].retries.retryOn'],
    ['an origin is not empty', { route, corsPolicy: { allowOrigins: [{ exact: '*' }] } }, { route, corsPolicy: { allowOrigins: [{ exact: '' }] } }, 'spec.http[0].corsPolicy.allowOrigins[0].exact'],
    ['a method is in capitals', { route, corsPolicy: { allowMethods: ['GET', '*'] } }, { route, corsPolicy: { allowMethods: ['get'] } }, 'spec.http[0].corsPolicy.allowMethods[0]'],
    ['an exposed header is a header', { route, corsPolicy: { exposeHeaders: ['*', 'x-user'] } }, { route, corsPolicy: { exposeHeaders: ['a b'] } }, 'spec.http[0].corsPolicy.exposeHeaders[0]'],
    ['an age is whole seconds', { route, corsPolicy: { maxAge: '24h' } }, { route, corsPolicy: { maxAge: '1500ms' } }, 'spec.http[0].corsPolicy.maxAge'],
  ], alone);
  warned([
    ['a share of mirrored requests has a fraction', { route, mirrorPercentage: { value: 1 } }, { route, mirrorPercent: 1 }, 'spec.http[0].mirrorPercent'],
    ['a share of delays has a fraction', { route, fault: { delay: { fixedDelay: '1s', percentage: { value: 1 } } } }, { route, fault: { delay: { fixedDelay: '1s', percent: 1 } } }, 'spec.http[0].fault.delay.percent', 'IST0002'],
    ['a large body is sent to every proxy', { directResponse: { status: 200 } }, { directResponse: { status: 200, body: { string: 'a'.repeat(100 * 1024 + 1) } } }, 'spec.http[0].directResponse.body'],
  ], alone);
});

describe('connections', () => {
  const tls = (one: JsonObject): JsonObject => service({ http: [], hosts: ['*.example.com'], tls: [{ match: [{ sniHosts: ['a.example.com'] }], route, ...one }] });
  refused([
    ['a route of TLS has a match', {}, { match: [] }, 'spec.tls[0].match'],
    ['a match of TLS names hosts', {}, { match: [{ port: 443 }] }, 'spec.tls[0].match[0].sniHosts'],
    ['the name is within a host', {}, { match: [{ sniHosts: ['a.example.org'] }] }, 'spec.tls[0].match[0].sniHosts[0]'],
    ['a route of TLS leads somewhere', {}, { route: [] }, 'spec.tls[0].route'],
    ['a subnet is one', { match: [{ sniHosts: ['a.example.com'], destinationSubnets: ['10.0.0.0/8'] }] }, { match: [{ sniHosts: ['a.example.com'], destinationSubnets: ['10.0.0.0/33'] }] }, 'spec.tls[0].match[0].destinationSubnets[0]'],
  ], tls);
  warned([['an address is no name of a server', {}, { match: [{ sniHosts: ['10.0.0.1'] }] }, 'spec.tls[0].match[0].sniHosts[0]']], tls);
  refused([
    ['a route leads somewhere', { route }, {}, 'spec.tcp[0].route'],
    ['a source has labels', { route, match: [{ sourceLabels: { 'a/b': '' } }] }, { route, match: [{ sourceLabels: { 'a/b/c': '' } }] }, 'spec.tcp[0].match[0].sourceLabels["a/b/c"]'],
  ], one => service({ http: [], tcp: [one] }));
  test('names that gateways make of hosts are names of servers', () => {
    const generated = service({ gateways: ['edge/web'], hosts: ['outbound_.80_._.a.example.com'], http: [], tls: [{ match: [{ sniHosts: ['outbound_.80_._.a.example.com'] }], route }] });
    expect(admission(generated).errors).toEqual([]);
  });
});

describe('what is never reached', () => {
  const prefix = (value: string, more: JsonObject = {}): JsonObject => ({ match: [{ uri: { prefix: value }, ...more }], route });
  const rules = (rules: JsonObject): JsonObject => service({ http: rules['of'] });
  warned([
    ['a rule behind one without a match', { of: [prefix('/a'), { route }] }, { of: [{ route }, prefix('/a')] }, 'spec.http[1]', 'IST0130'],
    ['a second rule without a match', { of: [{ route }] }, { of: [{ route }, { route }] }, 'spec.http[1]', 'IST0130'],
    ['a prefix behind a shorter one', { of: [prefix('/api/v2'), prefix('/api')] }, { of: [prefix('/api'), prefix('/api/v2')] }, 'spec.http[1].match[0]', 'IST0131'],
    ['one behind it of another method is reached', { of: [prefix('/api'), prefix('/api/v2', { method: { exact: 'POST' } })] }, { of: [prefix('/api', { method: { exact: 'GET' } }), prefix('/api/v2')] }, 'spec.http[1].match[0]', 'IST0131'],
  ], rules);
  test('a rule of which every match is taken', () => {
    const twice = service({ http: [prefix('/a'), { match: [{ name: 'again', uri: { prefix: '/a' } }], route }] });
    expect(admission(twice).warnings.map(({ warning, path }) => [warning, path.join('.')])).toEqual([['IST0131', 'spec.http.1.match.0'], ['IST0130', 'spec.http.1']]);
  });
});

test('values that are only known at deploy are not judged', () => {
  const later = { apply: () => later };
  expect(admission(service({ hosts: [later], http: [{ route: [{ destination: { host: later }, weight: later }, { destination: { host: 'a' } }], timeout: later }] })).errors).toEqual([]);
});

test.each(['v1', 'v1beta1', 'v1alpha3'])('%s is judged', version => {
  expect(admission(object(`networking.istio.io/${version}`, 'VirtualService', { hosts: ['a'] })).errors).toHaveLength(1);
});
