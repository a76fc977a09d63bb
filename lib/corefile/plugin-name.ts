/** Plugins by name, of whatever release. */
export type PluginName =
  | 'acl' | 'any' | 'auto' | 'autopath' | 'azure' | 'bind' | 'bufsize' | 'cache' | 'cancel' | 'chaos' | 'clouddns' | 'debug' | 'dns64'
  | 'dnssec' | 'dnstap' | 'dynupdate' | 'erratic' | 'errors' | 'etcd' | 'federation' | 'file' | 'forward' | 'geoip' | 'grpc'
  | 'grpc_server' | 'header' | 'health' | 'hosts' | 'https' | 'https3' | 'k8s_external' | 'kubernetes' | 'loadbalance' | 'local' | 'log'
  | 'loop' | 'metadata' | 'minimal' | 'multisocket' | 'nomad' | 'nsid' | 'on' | 'pprof' | 'prometheus' | 'proxy' | 'proxyproto' | 'quic'
  | 'ready' | 'reload' | 'reverse' | 'rewrite' | 'root' | 'route53' | 'secondary' | 'shed' | 'shutdown' | 'sign' | 'siit' | 'startup'
  | 'template' | 'timeouts' | 'tls' | 'trace' | 'transfer' | 'tsig' | 'view' | 'whoami';
