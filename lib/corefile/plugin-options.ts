/** Of every release that is known here. */
export type Always = unknown;

/** From a release on. */
export interface Since<R extends string> {
  readonly since: R;
}

/** Up to a release, which refuses it. */
export interface Until<R extends string> {
  readonly until: R;
}

/** Lines of any kind, such as those of a hosts file. */
export interface AnyLine {
  readonly anyLine: true;
}

/** Releases of CoreDNS that the tables know, in order. */
export type Releases = readonly [
  '1.0.0', '1.0.1', '1.0.2', '1.0.3', '1.0.4', '1.0.5', '1.0.6', '1.1.0', '1.1.1', '1.1.2', '1.1.3', '1.1.4', '1.2.0', '1.2.1', '1.2.2', '1.2.3', '1.2.4', '1.2.5', '1.2.6', '1.3.0', '1.3.1',
  '1.4.0', '1.5.0', '1.5.1', '1.5.2', '1.6.0', '1.6.1', '1.6.2', '1.6.3', '1.6.4', '1.6.5', '1.6.6', '1.6.7', '1.6.8', '1.6.9', '1.7.0', '1.7.1', '1.8.0', '1.8.1', '1.8.2', '1.8.3', '1.8.4', '1.8.5',
  '1.8.6', '1.8.7', '1.9.0', '1.9.1', '1.9.2', '1.9.3', '1.9.4', '1.10.0', '1.10.1', '1.11.0', '1.11.1', '1.11.2', '1.11.3', '1.11.4', '1.12.0', '1.12.1', '1.12.2', '1.12.3', '1.12.4', '1.13.0',
  '1.13.1', '1.13.2', '1.14.0', '1.14.1', '1.14.2', '1.14.3', '1.14.4', '1.14.5', '1.14.6', '1.14.7', '1.15.0',
];

/** When there was each plugin. */
export interface PluginSpans {
  readonly acl: Since<'1.6.4'>;
  readonly any: Since<'1.5.1'>;
  readonly auto: Always;
  readonly autopath: Always;
  readonly azure: Since<'1.6.2'>;
  readonly bind: Always;
  readonly bufsize: Since<'1.6.6'>;
  readonly cache: Always;
  readonly cancel: Since<'1.5.0'>;
  readonly chaos: Always;
  readonly clouddns: Since<'1.6.3'>;
  readonly debug: Always;
  readonly dns64: Since<'1.7.0'>;
  readonly dnssec: Always;
  readonly dnstap: Always;
  readonly dynupdate: Since<'1.15.0'>;
  readonly erratic: Always;
  readonly errors: Always;
  readonly etcd: Always;
  readonly federation: Until<'1.7.0'>;
  readonly file: Always;
  readonly forward: Since<'1.0.5'>;
  readonly geoip: Since<'1.8.5'>;
  readonly grpc: Since<'1.5.0'>;
  readonly grpc_server: Since<'1.14.0'>;
  readonly header: Since<'1.8.5'>;
  readonly health: Always;
  readonly hosts: Always;
  readonly https: Since<'1.14.0'>;
  readonly https3: Since<'1.14.0'>;
  readonly k8s_external: Since<'1.3.0'>;
  readonly kubernetes: Always;
  readonly loadbalance: Always;
  readonly local: Since<'1.8.1'>;
  readonly log: Always;
  readonly loop: Since<'1.2.1'>;
  readonly metadata: Since<'1.2.0'>;
  readonly minimal: Since<'1.8.4'>;
  readonly multisocket: Since<'1.12.0'>;
  readonly nomad: Since<'1.13.0'>;
  readonly nsid: Always;
  readonly on: Always;
  readonly pprof: Always;
  readonly prometheus: Always;
  readonly proxy: Until<'1.5.0'>;
  readonly proxyproto: Since<'1.14.2'>;
  readonly quic: Since<'1.12.2'>;
  readonly ready: Since<'1.5.0'>;
  readonly reload: Since<'1.1.0'>;
  readonly reverse: Until<'1.2.0'>;
  readonly rewrite: Always;
  readonly root: Always;
  readonly route53: Since<'1.0.5'>;
  readonly secondary: Always;
  readonly shed: Since<'1.14.7'>;
  readonly shutdown: Until<'1.1.1'>;
  readonly sign: Since<'1.6.3'>;
  readonly siit: Since<'1.15.0'>;
  readonly startup: Until<'1.1.1'>;
  readonly template: Since<'1.0.3'>;
  readonly timeouts: Since<'1.10.1'>;
  readonly tls: Always;
  readonly trace: Always;
  readonly transfer: Since<'1.6.5'>;
  readonly tsig: Since<'1.9.4'>;
  readonly view: Since<'1.10.0'>;
  readonly whoami: Always;
}

/** Options of plugins that have any, and when there was each. */
export interface PluginOptions {
  readonly acl: { allow: Always; block: Always; filter: Always; drop: Since<'1.10.1'> };
  readonly auto: { directory: Always; reload: Always; upstream: Always; transfer: Until<'1.8.0'>; no_reload: Until<'1.5.0'> };
  readonly azure: { subscription: Always; tenant: Always; client: Always; secret: Always; environment: Always; fallthrough: Always; access: Always; refresh: Always };
  readonly bind: { except: Since<'1.8.4'> };
  readonly cache: { success: Always; denial: Always; prefetch: Always; serve_stale: Since<'1.6.6'>; serve_stale_policy: Since<'1.14.7'>; servfail: Since<'1.9.4'>; disable: Since<'1.9.4'>; keepttl: Since<'1.10.1'> };
  readonly clouddns: { upstream: Always; credentials: Always; endpoint: Since<'1.15.0'>; fallthrough: Always; refresh: Since<'1.15.0'> };
  readonly dns64: { prefix: Always; translate_all: Always; allow_ipv4: Since<'1.8.7'> };
  readonly dnssec: { key: Always; cache_capacity: Always };
  readonly dnstap: { identity: Since<'1.9.4'>; version: Since<'1.9.4'>; extra: Since<'1.11.1'>; skipverify: Since<'1.11.0'>; tls: Since<'1.14.4'> };
  readonly dynupdate: { database: Always; max_records: Always; max_bytes: Always; max_update_records: Always; file: Always; allow: Always };
  readonly erratic: { drop: Always; delay: Always; truncate: Always; large: Always };
  readonly errors: { stacktrace: Since<'1.9.3'>; consolidate: Since<'1.2.6'> };
  readonly etcd: { stubzones: Always; debug: Always; upstream: Always; fallthrough: Always; no_apex_fallback: Since<'1.15.0'>; path: Always; endpoint: Always; tls: Always; credentials: Always; 'min-lease-ttl': Since<'1.12.4'>; 'max-lease-ttl': Since<'1.12.4'> };
  readonly federation: AnyLine;
  readonly file: { reload: Always; reload_by_mtime: Since<'1.14.4'>; fallthrough: Since<'1.12.2'>; upstream: Always; transfer: Until<'1.8.0'>; no_reload: Until<'1.5.0'> };
  readonly forward: { except: Always; max_fails: Always; max_connect_attempts: Since<'1.13.2'>; health_check: Always; force_tcp: Always; prefer_udp: Since<'1.2.0'>; tls: Always; tls_servername: Always; expire: Always; max_age: Since<'1.14.3'>; max_idle_conns: Since<'1.14.1'>; read_timeout: Since<'1.14.5'>; doh_method: Since<'1.14.5'>; policy: Always; max_concurrent: Since<'1.6.8'>; next: Since<'1.11.4'>; next_on_nodata: Since<'1.14.4'>; failfast_all_unhealthy_upstreams: Since<'1.12.1'>; failover: Since<'1.13.0'>; resolver: Since<'1.14.4'>; source_address: Since<'1.14.6'> };
  readonly geoip: { 'edns-subnet': Since<'1.9.2'> };
  readonly grpc: { except: Always; tls: Always; tls_servername: Always; policy: Always; fallthrough: Since<'1.12.3'> };
  readonly grpc_server: { max_streams: Always; max_connections: Always };
  readonly header: { query: Always; response: Always; set: Until<'1.12.4'>; clear: Until<'1.12.4'> };
  readonly health: { lameduck: Always };
  readonly hosts: AnyLine;
  readonly https: { max_connections: Always; max_streams: Since<'1.15.0'> };
  readonly https3: { max_streams: Always; max_connections: Since<'1.14.7'> };
  readonly k8s_external: { ttl: Always; apex: Always; headless: Since<'1.9.4'>; fallthrough: Since<'1.11.0'> };
  readonly kubernetes: { endpoint_pod_names: Always; pods: Always; namespaces: Always; endpoint: Always; tls: Always; labels: Always; namespace_labels: Always; fallthrough: Always; ttl: Always; noendpoints: Always; zonal: Since<'1.14.7'>; ignore: Always; kubeconfig: Always; multicluster: Since<'1.12.2'>; startup_timeout: Since<'1.12.3'>; apiserver_qps: Since<'1.14.0'>; apiserver_burst: Since<'1.14.0'>; apiserver_max_inflight: Since<'1.14.0'>; upstream: Until<'1.7.0'>; resyncperiod: Until<'1.7.0'>; transfer: Until<'1.8.0'> };
  readonly loadbalance: { reload: Always; prefer: Since<'1.12.4'> };
  readonly local: { localhost_prefix: Since<'1.14.5'> };
  readonly log: { class: Always };
  readonly nomad: { address: Always; token: Always; ttl: Always; filter: Since<'1.13.2'> };
  readonly pprof: { block: Since<'1.5.0'> };
  readonly prometheus: { runtime_metrics: Since<'1.14.3'>; tls: Since<'1.14.3'> };
  readonly proxy: { policy: Always; fail_timeout: Always; max_fails: Always; health_check: Always; except: Always; spray: Always; protocol: Always };
  readonly proxyproto: { allow: Always; default: Always; udp_session_tracking: Since<'1.14.3'>; tlv_metadata: Since<'1.15.0'> };
  readonly quic: { max_streams: Always; max_connections: Since<'1.15.0'>; worker_pool_size: Always };
  readonly ready: { monitor: Since<'1.12.2'> };
  readonly reverse: AnyLine;
  readonly rewrite: AnyLine;
  readonly route53: { aws_access_key: Always; aws_endpoint: Always; upstream: Always; credentials: Always; fallthrough: Always; refresh: Always };
  readonly secondary: { transfer: Always; catalog: Since<'1.14.5'>; fallthrough: Since<'1.14.4'>; upstream: Until<'1.8.0'> };
  readonly sign: { key: Always; directory: Always };
  readonly siit: { ipv6_prefix: Always; eam: Always };
  readonly template: { match: Always; answer: Always; additional: Always; authority: Always; rcode: Always; ederror: Since<'1.10.1'>; fallthrough: Always; upstream: Always; var: Since<'1.15.0'>; expr: Since<'1.15.0'> };
  readonly timeouts: { read: Always; write: Always; idle: Always; maxtcpqueries: Since<'1.14.7'> };
  readonly tls: { client_auth: Since<'1.5.1'>; keylog: Since<'1.14.3'>; acme: Since<'1.14.7'>; email: Since<'1.14.7'>; ca: Since<'1.14.7'>; storage: Since<'1.14.7'>; ca_root: Since<'1.14.7'>; resolver: Since<'1.14.7'> };
  readonly trace: { every: Always; service: Always; client_server: Always; datadog_analytics_rate: Since<'1.8.0'>; zipkin_max_backlog_size: Since<'1.9.4'>; zipkin_max_batch_size: Since<'1.9.4'>; zipkin_max_batch_interval: Since<'1.9.4'> };
  readonly transfer: { to: Always; source: Since<'1.14.5'> };
  readonly tsig: { secret: Always; secrets: Always; require: Always; require_opcode: Since<'1.14.3'> };
  readonly view: { expr: Always };
}

/** Plugins whose uses in one server block add up. */
export type Repeatable = 'acl' | 'azure' | 'bind' | 'clouddns' | 'debug' | 'dnstap' | 'file' | 'forward' | 'log' | 'on' | 'proxy' | 'reverse' | 'rewrite' | 'route53' | 'secondary' | 'shutdown' | 'sign' | 'startup' | 'template' | 'transfer';
