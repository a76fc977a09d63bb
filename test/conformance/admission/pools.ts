// Texts and numbers by the name of their field: the first list is what is mostly good, the second what rules are about.

export type Pool = readonly [good: readonly unknown[], odd: readonly unknown[]];

const long = (length: number): string => 'a'.repeat(length);

const oddNames = ['', 'a_b', '-a', 'a-', 'A.B', 'a.b', long(63), long(64), 'é', '*', 'Web', '1', 'a b'];
const domains = ['reviews.shop.svc.cluster.local', 'web', 'api.example.com', 'db.example.org', '*.example.com', '*.example.net'];
const oddDomains = ['*', '', 'a_b', '*.com', '*foo.com', '*-x.com', 'a.*.com', '1.2', 'x.1', 'x.-1', 'web.', 'web..com', '.web', 'é.com', `${long(64)}.com`, `${'abcdefghi.'.repeat(26)}com`, `${'abcdefghi.'.repeat(25)}comab`, 'WEB.com', '10.0.0.1', '::1', 'fe80::1%eth0', '01.2.3.4',
  'outbound_.80_._.x.example.com', 'outbound_.x_._.x', 'outbound_80', 'outboundx_.80_._.x', '**.com', '*.*.com', 'x.99999999999999999999', 'API.example.com', 'x.api.example.com', 'x.example.com'];
const addresses: Pool = [['10.0.0.1', '10.0.0.0/8', '2001:db8::1', '2001:db8::/32'], ['', '*', 'x', '10.0.0.1/33', '10.0.0.1/8/9', '10.0.0.0/08', '300.1.1.1', '::ffff:1.2.3.4', 'fe80::1%eth0', 'fe80::/10%eth0', '10.0.0', '010.0.0.1']];
const durations: Pool = [['5s', '1h', '1.5s', '1m30s', '250ms'], ['0s', '500us', '1ms', '1500us', '-1s', '0.0015s', '0', '999999ns', '1.0001s', '+2s', '1h1us', '5', 'x', '5d']];
export const expressions = ['.*', '^/a$', '[0-9]+', '(a|b)*', '(?i)x', '\\d{2}', 'a{1000}', '\\p{Greek}', '[[:alpha:]]', 'a.*?b', '\\Qa*\\E', '(?P<n>x)', '(?<n>x)'];
export const oddExpressions = ['', '*', '(', ')', '[', '[]', '[]a]', '[a', 'a**', 'a*?', 'a*??', 'a+*', 'a{1001}', '(a{100}){100}', '(a{10}){100}', '((a{10}){10}){11}', 'a{2,1}', 'a{,2}', 'a{2', '{', 'x{a}', '(?=a)', '(?!a)', '(?<=a)', '(?<n', '(?P<a-b>x)', '(?P=n)', '\\1', '\\0', '\\01', '\\12', '\\8', '\\z', '\\Z', '\\C', '\\K', '\\p{Foo}', '\\pN', '\\p',
  '\\p{Old_Italic}', '\\p{Lu', '\\x{110000}', '\\x{10FFFF}', '\\x1', '\\xZZ', '\\x41', '\\', '\\é', '\\_', '\\-', '[z-a]', '[a-\\d]', '[\\d-z]', '[\\b]', '[[:foo:]]', '[[:^alpha:]]', '[[:alpha:', '[a-]', '[-a]', '[^]a]', '(?i:a)', '(?i-s:a)', '(?-:a)', '(?i-)', '(?x)', '(?)', '(?:)', '()', '|', '|*', '(|a)*', '^*', '$+', '(?i)*', 'a(?i)*', '\\b+',
  '\\Q', '\\Q\\E*', '\\Qab\\E*', '(?s).', '(a', 'a)', '((a)', '\\p{^Greek}', '\\P{^lu}', '\\p{lowercase letter}', '(?U)a+', 'a++', 'a?+', 'a{2}{3}', 'a{2}?', 'a{2}+', 'a{0}{2}', 'é+', '[é-ü]', '\\cA', '\\e', '\\h', '\\R', '(?>a)', '(?#c)', '(?|a)', '\\g1', '\\k<n>', long(1024), long(1025), `${'é'.repeat(512)}`, `${'é'.repeat(513)}`];
const headerNames: Pool = [['x-user', 'X-Lane', 'cookie', ':path'], ['', 'host', 'Host', ':authority', ':Authority', ':status', ':foo', 'a b', 'é', '@request.auth.claims.sub', '@request.auth.claims[sub]', '@request.auth.claims', '@REQUEST.auth.claims.x', '@request.auth.claims[]', '@request.auth.claims.', "a!#$%&'*+-.^_`|~9", 'a/b']];
const headerValues: Pool = [['a', 'b c', '%HOSTNAME%', '100%%'], ['', '%', 'a%b', '%A%%', '%%%', '%A(b)%', '%A()%', '%A(["a"])%', '%A(["a", "b"])%', '%A(["a" "b"])%', '%A([a])%', '%A( ["a"] ) %', '%A(b', '%A(b)', '%A(b\\', '%A(b\\))%', '%A("b")%', '%A(b"]) %', '%A(["a"],)%', '\u0007', '\t', '\u007f', 'é', '%A(', '%A( %', '%(x)%', '%A b%', '%A(["a\\"])%', '%A([)%']];
const protocols: Pool = [['HTTP', 'HTTPS', 'TLS', 'TCP', 'GRPC', 'HTTP2', 'grpc-web', 'http'], ['', 'foo', 'UDP', 'MONGO', 'Redis', 'mysql', 'HTTP_PROXY', 'HBONE', 'http-proxy', 'DoubleHBONE', 'GRPC-Web']];
const portNumbers: Pool = [[80, 443, 8080, 9090], [0, 1, 65535, 65536, 15443, 4294967295]];
const ints: Pool = [[0, 1, 2, 5], [-1, 100, 101, 1000]];
const percents: Pool = [[0, 1, 50, 100], [101, -1, 0.00001, 0.0001, 100.5, 99.99]];
const localities: Pool = [['eu-1', 'eu-2', 'us-1', 'eu-1/a', 'us-1/*'], ['', '*', 'eu-1/a/b', 'eu-1/a/*', 'eu-1/*', '*/a', 'eu-1//b', 'e*', 'eu-1/', '/', '**', 'eu-1/a/b/c', 'us-1/b/c']];
const credentials: Pool = [['', 'cert'], ['configmap://shop/ca', 'configmap://other/ca', 'configmap://shop', 'configmap:///ca', 'configmap://shop/', 'configmap://shop/a/b', 'kubernetes://x']];
const files: Pool = [['', '/etc/certs/a.pem'], ['/etc/certs/a.pem']];

/** By field; a name with a kind before it goes first. */
export const pools: Readonly<Record<string, Pool>> = {
  hosts: [domains, oddDomains], host: [domains, oddDomains], sniHosts: [domains, oddDomains], targetHost: [['api.example.com', '10.0.0.1'], oddDomains],
  'Gateway.hosts': [['*.example.com', 'shop/api.example.com', '*/api.example.org', './api.example.com', '*'], ['web', 'shop/web', '', '/', 'a/', '/a.b', 'a/b/c.d', '~/api.example.com', 'A_B/api.example.com', '*foo.com', 'shop/*', '*/*', '10.0.0.1', 'shop/10.0.0.1', 'a.b/x.com', '*.com', '*', '~shop/x.com']],
  'Sidecar.hosts': [['shop/*', './*', 'istio-system/*', '*/api.example.com', 'shop/web.shop.svc.cluster.local'], ['*/*', '~/*', '~shop/*', '~A_B/x.com', 'web', 'shop/web', '', '/', 'a/', '/a.b', 'A_B/x.com', 'shop/*foo.com', 'shop/10.0.0.1', '*', '*.com', 'a/b/c.d', '~', '~./x.com', '~*/x.com']],
  gateways: [['mesh', 'istio-system/gateway', 'edge/web'], ['', 'gateway', 'gateway.edge.svc.cluster.local', 'edge/', '/web', 'a/b/c', 'A_B/web', 'edge/a.b', 'a.b/c', '*', 'edge/WEB', 'x.1', 'a_b']],
  subset: [['v1', 'v2', ''], oddNames], name: [['web', 'v1', 'http', 'reviews'], oddNames], namespace: [['', 'shop'], oddNames], sourceNamespace: [['', 'shop'], oddNames],
  number: portNumbers, port: portNumbers, targetPort: [[80], [0, 65535, 65536]], 'VirtualService.port': portNumbers, 'Gateway.targetPort': [[0], [80, 65536]], 'Sidecar.targetPort': [[0], [80]],
  weight: [[0, 1, 50, 100], [-1, 101, 1000]], to: [[1, 50, 99, 100], [0, 101, 60]], from: localities,
  httpStatus: [[500, 503], [200, 199, 600, 601, 0, -1]], status: [[200, 503], [199, 600, 601, 0]], redirectCode: [[301, 308], [0, 299, 399, 400, 200]], grpcStatus: [['UNAVAILABLE', 'NOT_FOUND'], ['', 'not_found', 'CANCELED', 'FOO', 'CANCELLED', 'OK']],
  retryOn: [['5xx', 'gateway-error,connect-failure', '503', ''], ['5xx, reset', 'foo', '503,5xx', '999', '+503', '0503', '5xx,', '-503', '306', '418', 'unavailable', 'http3-post-connect-failure', 'retriable-4xx', '418.0']],
  attempts: [[1, 3], [0, -1]], percent: ints, value: [['a', 'b', ''], ['']], mirrorPercent: [[0, 50, 100], [101, 4294967295]],
  scheme: [['http', 'https', ''], ['ftp', 'HTTP', 'HTTPS']], 'WorkloadGroup.scheme': [['HTTP', 'HTTPS', ''], ['http', 'ftp']], allowMethods: [['GET', 'POST', '*'], ['get', 'FOO', '', 'TRACE', 'CONNECT', 'LINK']], allowHeaders: headerNames, exposeHeaders: headerNames, remove: headerNames, regex: [expressions, oddExpressions], match: [expressions, oddExpressions], proxyVersion: [expressions, oddExpressions],
  prefix: [['/', '/api', '/api/v2', 'GET', 'a'], ['']], exact: [['/', '/cart', 'GET', 'POST', 'a'], ['']], uri: [['/', '', '/new'], ['x']], prefixRewrite: [['', '/x'], []], authority: [['', 'example.com'], []], rewrite: [['/\\1', ''], []],
  destinationSubnets: addresses, sourceSubnet: addresses, addresses, bind: [['', '10.0.0.1'], ['0.0.0.0', '::', 'unix:///run/x.sock', 'unix://@x', 'unix://', 'unix://x', 'unix:///x/', 'x', '10.0.0.0/8']], address: [['10.0.0.1', 'api.example.com', '2001:db8::1'], ['', 'unix:///run/x.sock', 'unix://x', 'unix://@x', 'unix://', 'a_b', '*.example.com', '300.1.1.1', 'fe80::1%eth0', 'web']],
  exportTo: [['.', 'edge', 'monitoring'], ['*', '~', 'shop', '', 'a_b', 'A', long(64)]],
  protocol: protocols, 'DestinationRule.protocol': [['', 'CONNECT', 'POST'], ['GET', 'connect']], defaultEndpoint: [['127.0.0.1:8080', '0.0.0.0:80', 'unix:///run/x.sock', ''], [':80', '[::1]:80', '[::]:80', '10.0.0.1:80', '127.0.0.1', '127.0.0.1:x', '127.0.0.1:0', '127.0.0.1:65536', 'unix://x', 'unix://', 'localhost:80', '::1:80', '127.0.0.1:', '[::1]', 'unix://@x', '[127.0.0.1]:80', '127.0.0.1:+80', '127.0.0.1:-1', '[:80', 'a:b:c', ']:80']],
  credentialName: credentials, 'Gateway.credentialName': [['', 'cert'], ['cert']], credentialNames: [['a', 'b'], ['']], serverCertificate: files, privateKey: files, caCertificates: files, clientCertificate: files, caCrl: files, subjectAltNames: [['a.example.com'], ['']],
  cipherSuites: [['ECDHE-ECDSA-AES128-GCM-SHA256', 'AES256-SHA', 'ECDHE-RSA-AES128-SHA'], ['ALL', '', '-X', '+AES256-SHA', 'foo', 'AES128-GCM', 'DES-CBC3-SHA', 'aes256-sha', 'éx', '!x']],
  consecutiveLocalOriginFailures: [[0, 5], []], consecutiveErrors: [[0], [1, -1]], maxEjectionPercent: [[0, 10, 100], [-1, 101]], minHealthPercent: [[0, 10, 100], [-1, 101]], minimumRingSize: [[0], [1, 1024]], tableSize: [[65537, 101, 2, 3], [0, 1, 4, 9, 5000011, 4999999, 5000010, 65536, 25]],
  failoverPriority: [['topology.kubernetes.io/region', 'topology.istio.io/network', 'version'], ['topology.kubernetes.io/zone', 'topology.istio.io/subzone', 'topology.istio.io/zone', '']], aggression: [[1, 0.5], [0, -1]], minimumPercent: [[10, 100], [101, 0, -1]], 'DestinationRule.version': [['V1', 'V2'], []],
  serviceAccounts: [['shop/web', 'web'], ['', 'a/b/c', '*', '/a', 'a/', '/', long(320), long(321), 'a*', 'A_B/ü']], notServiceAccounts: [['shop/web', 'web'], ['', 'a/b/c', '*', '/a', 'a/', long(321)]],
  trustDomains: [['cluster.local', '*'], ['', 'a*', '*a', 'a*b', '*a*', 'a/b', '**', '*/', '/']], notTrustDomains: [['cluster.local'], ['', 'a*b', '*a*', 'a/b', '**']],
  principals: [['cluster.local/ns/shop/sa/web', '*'], ['']], notPrincipals: [['cluster.local/ns/shop/sa/web'], ['']], requestPrincipals: [['a/b', '*'], ['']], notRequestPrincipals: [['a/b'], ['']], namespaces: [['shop'], ['', '*']], notNamespaces: [['shop'], ['']],
  ipBlocks: addresses, notIpBlocks: addresses, remoteIpBlocks: addresses, notRemoteIpBlocks: addresses, ports: [['80', '443'], ['', '0', '65535', '65536', '-1', 'x', '080', '+80', '80.0', ' 80', '4294967296']], notPorts: [['80'], ['', '65536', 'x']],
  methods: [['GET', 'POST'], ['', 'get', '*']], notMethods: [['GET'], ['']], notHosts: [['example.com'], ['']], 'AuthorizationPolicy.hosts': [['example.com', '*.example.com'], ['']],
  paths: [['/', '/api/*', '/a/{*}/b'], ['', '/a/{**}', '/a/{**}/b', '/{**}/{*}', '/{**}/{**}', '{*}', '/a{*}', '/a/{x}', '/{*}/é', '/{*}//b', '{**}', '/{*}/*', '/{*}/a b', '//', '/a/}', '/{*}/{**}/', '/{*}/b*c', '/{*}/~a!$&(),;=:@%-._+']], notPaths: [['/'], ['', '/a/{x}', '/{**}/b']],
  key: [['request.headers[x-user]', 'source.namespace', 'source.ip', 'destination.port'], ['', 'request.headers', 'request.headers[]', 'request.headers[a', 'request.headersx[a]', 'source.ip', 'remote.ip', 'source.serviceAccount', 'source.principal', 'source.trustDomain', 'request.auth.principal', 'request.auth.audiences', 'request.auth.presenter', 'request.auth.claims[iss]', 'request.auth.claims', 'request.auth.claims[a][b]',
    'request.auth.foo', 'destination.ip', 'destination.port', 'connection.sni', 'experimental.envoy.filters.a[b]', 'experimental.envoy.filters.a', 'destination.namespace', 'destination.labels[a]', 'destination.name', 'destination.user', 'foo', 'request.headers[a]]', 'request.headers[[a]', 'request.headers[ab]x', 'request.headers[é]']],
  values: [['10.0.0.1', '80', 'shop'], ['', 'a/b', '*', 'x*', '10.0.0.0/8', 'a*b', 'a/b/c', '65536', '1.2.3.4/99']], notValues: [['10.0.0.1', '80'], ['', 'a/b', '*']],
  audiences: [['a'], ['']], issuer: [['https://example.com', ''], ['']], jwksUri: [['https://example.com/jwks', ''], ['http://example.com', 'ftp://x', 'x', 'https://', 'HTTPS://x', 'http://x:y', 'http://x:99999999999999999999', 'http://[::1', ':x', 'http://x y', 'http://%zz', 'https:x', 'http://a:80:80', '//x', 'http://é', 'http://x#%zz', 'http://x?%zz']],
  jwks_uri: [['https://example.com/jwks', ''], ['x', 'ftp://x']],
  jwks: [['', '{"keys":[]}'], ['{', '{"keys":[{"kty":"oct","k":"AQAB"}]}', '[]', '{"kty":"oct","k":"AQAB"}', '{"keys":[{}]}', '{"keys":[{"kty":"foo"}]}', '{"keys":1}', 'null', '""', '{}', '{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}', '{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB","d":"AQAB"}]}', '{"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}',
    '{"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}]}', '{"keys":[{"kty":"RSA","e":"AQAB"}]}', '{"keys":[{"kty":"RSA","n":"!!","e":"AQAB"}]}', '{"keys":null}', 'x', '{"keys":[null]}']],
  fromParams: [['token'], ['']], fromCookies: [['token'], ['']], claim: [['sub'], ['']], header: [['x-sub'], ['', 'a b', 'x_y', 'é', 'a.b', ':path']],
  sha256: [['', long(64)], [long(63), 'A'.repeat(64), `${long(63)}g`, '0'.repeat(64)]], imagePullSecret: [['', 'pull'], [long(253)]], pluginName: [['', 'p'], [long(256)]], 'WasmPlugin.name': [['A', 'B', 'C'], ['', long(256), 'A']], 'WasmPlugin.value': [['', 'x'], []],
  url: [['oci://example.com/x:1', 'https://example.com/x.wasm', 'file:///x.wasm', 'example.com/x:1'], ['', 'ftp://x', 'x', 'http://', '://x', 'http://[::1', 'a b', 'http://a b', '/x', 'OCI://x', 'x:y', '%zz', 'http://%zz', 'foo:80/x', '?', '#', 'a\u0007', 'http://x:y', 'example.com:5000/x:1', '1.2.3.4:80/x', 'é', 'http://a:1:2', '[::1]:80', '*', 'oci:x']],
  'EnvoyFilter.name': [['envoy.filters.network.http_connection_manager', 'envoy.filters.http.router'], ['', 'envoy.http_connection_manager', 'envoy.router', 'envoy.tcp_proxy', 'a', 'envoy.ext_authz', 'envoy.csrf', 'envoy.listener.original_src', 'toString']],
  inlineCode: [['function envoy_on_request(h) end'], ['']], expression: [['response.code >= 400', 'true'], ['', '1 +', 'a.b(c)', 'x ? y', '"a', 'has(a.b)', 'a in [1,2]', '{"a": 1}', 'a.b["c"]', 'a || b && !c', 'x y', 'a.map(x, x + 1)', '@', '1.5e3', "b'x'", 'a[?0]', 'a.?b', 'a.`b-c`', 'if', 'T{a: 1}', '-1', '--1', '!-a', 'true false', '//c', '0x1F', '1u', 'has(a)', 'a.exists(1, b)', 'x.all(y, y', "r'\\d'", "'\\d'", 'null', 'in', 'a.in', '[1,]', '{1:2,}', 'f()', '.a', 'a.', '(a)', '()', 'as', 'package', 'a.package']],
  literal: [['x'], []], customMetric: [['', 'x'], ['']], randomSamplingPercentage: percents, concurrency: [[0, 2], [-1]], network: [['', 'net'], []], command: [['true'], ['']], periodSeconds: ints, initialDelaySeconds: ints, timeoutSeconds: ints, successThreshold: ints, failureThreshold: ints, egressProxy: ints,
  group: [['', 'networking.istio.io', 'gateway.networking.k8s.io'], ['core', 'apps']], kind: [['Service', 'ServiceEntry', 'Gateway', 'GatewayClass'], ['Pod', 'gateway']],
  http1MaxPendingRequests: ints, http2MaxRequests: ints, maxRequestsPerConnection: ints, maxRetries: ints, maxConcurrentStreams: ints, maxConnections: ints,
};

/** Fields that are durations. */
export const durationFields: ReadonlySet<string> = new Set(['timeout', 'perTryTimeout', 'backoff', 'fixedDelay', 'exponentialDelay', 'maxAge', 'baseEjectionTime', 'interval', 'connectTimeout', 'idleTimeout', 'maxConnectionDuration', 'time', 'ttl', 'duration', 'reportingInterval', 'budgetInterval', 'warmupDurationSecs']);
export const durationPool = durations;

/** Values of patches: Envoy's own. */
export const patchValues: readonly unknown[] = [{}, { name: 'a' }, { name: 'envoy.filters.http.router', typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router' } }, { typed_config: { '@type': 'type.googleapis.com/envoy.config.filter.http.lua.v2.Lua' } },
  { connect_timeout: '5s' }, { connect_timeout: 'x' }, { foo: 'bar' }, { configDiscovery: {} }, { typedConfig: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router', foo: 1 } }];

/** Keys and values of maps, by field. */
export const mapKeys: Readonly<Record<string, Pool>> = {
  headers: headerNames, withoutHeaders: headerNames, set: headerNames, add: headerNames, queryParams: [['a', 'b'], ['', 'é']], to: localities, portLevelMtls: [['80', '8080'], ['0', '65535', '65536', '1']], ports: [['http', 'web', 'tcp'], oddNames], customTags: [['a', 'b'], ['']], tagOverrides: [['a', 'b'], ['']],
};
export const labelKeys: Pool = [['app', 'version', 'app.kubernetes.io/name'], ['', '*', 'a*', 'a b', '/a', 'a/b/c', `${long(64)}`, `a.b/${long(63)}`, `${'abcdefghi.'.repeat(26)}a/b`, 'A/b', 'a/', '-a', 'é', 'a_b.c']];
export const labelValues: Pool = [['web', 'v1', ''], ['*', 'a*', 'a b', '-a', long(64), 'é', 'A_b.c', 'a/b']];
export const mapValues: Readonly<Record<string, Pool>> = { set: headerValues, add: headerValues, to: [[1, 50, 99, 100], [0, 101, 60, 4294967295]], ports: portNumbers };
