/** Names of filters before Envoy 1.13, and where they are now. Source: Istio 1.31, pkg/config/xds/deprecated.go. */
const renamed: Readonly<Record<string, string>> = {
  ...moved('http', 'envoy.', ['buffer', 'cors', 'csrf', 'ext_authz', 'fault', 'grpc_http1_bridge', 'grpc_json_transcoder', 'grpc_web', 'gzip', 'health_check', 'ip_tagging', 'lua', 'router', 'squash']),
  'envoy.http_dynamo_filter': 'envoy.filters.http.dynamo',
  'envoy.rate_limit': 'envoy.filters.http.ratelimit',
  ...moved('listener', 'envoy.listener.', ['http_inspector', 'original_dst', 'original_src', 'proxy_protocol', 'tls_inspector']),
  ...moved('network', 'envoy.', ['client_ssl_auth', 'http_connection_manager', 'mongo_proxy', 'ratelimit', 'redis_proxy', 'tcp_proxy']),
};

function moved(kind: string, before: string, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map(name => [`${before}${name}`, `envoy.filters.${kind}.${name}`]));
}

export function newNameOf(name: string): string | undefined {
  return Object.hasOwn(renamed, name) ? renamed[name] : undefined;
}
