import { counter, gauge, histogram } from '../metric';

const envoy = ['envoy_http_conn_manager_prefix'] as const;
const cluster = ['envoy_cluster_name'] as const;

/** Envoy behind Envoy Gateway (`/stats/prometheus`, port 19001). Times are in milliseconds. */
export const envoyGateway = {
  envoy_http_downstream_rq_total: counter(...envoy),
  envoy_http_downstream_rq_xx: counter(...envoy, 'envoy_response_code_class'),
  envoy_http_downstream_rq_time: histogram(...envoy),
  envoy_http_downstream_cx_active: gauge(...envoy),
  envoy_cluster_upstream_rq_total: counter(...cluster),
  envoy_cluster_upstream_rq_xx: counter(...cluster, 'envoy_response_code_class'),
  envoy_cluster_upstream_rq_time: histogram(...cluster),
  envoy_cluster_membership_healthy: gauge(...cluster),
} as const;

/** Traefik 3 (`pkg/observability/metrics/prometheus.go`), port 8082 of its chart. */
export const traefik = {
  traefik_entrypoint_requests_total: counter('entrypoint', 'code', 'method', 'protocol'),
  traefik_entrypoint_request_duration_seconds: histogram('entrypoint', 'code', 'method', 'protocol'),
  traefik_service_requests_total: counter('service', 'code', 'method', 'protocol'),
  traefik_service_request_duration_seconds: histogram('service', 'code', 'method', 'protocol'),
  traefik_config_reloads_total: counter(),
  traefik_config_last_reload_success: gauge(),
  traefik_tls_certs_not_after: gauge('cn', 'serial', 'sans'),
} as const;

const nginx = ['controller_class', 'controller_namespace', 'controller_pod', 'ingress', 'exported_namespace', 'exported_service', 'status', 'method', 'path', 'canary', 'host'] as const;

/** ingress-nginx, port 10254; retired, and still running in many places. `namespace` and `service` of its own become `exported_…`, because the target has them too. */
export const ingressNginx = {
  nginx_ingress_controller_requests: counter(...nginx),
  nginx_ingress_controller_request_duration_seconds: histogram(...nginx),
  nginx_ingress_controller_response_duration_seconds: histogram(...nginx),
  nginx_ingress_controller_connect_duration_seconds: histogram(...nginx),
  nginx_ingress_controller_header_duration_seconds: histogram(...nginx),
  nginx_ingress_controller_response_size: histogram(...nginx),
  nginx_ingress_controller_config_last_reload_successful: gauge('controller_class', 'controller_namespace', 'controller_pod'),
  nginx_ingress_controller_ssl_expire_time_seconds: gauge('host', 'secret_name', 'class', 'exported_namespace'),
  nginx_ingress_controller_orphan_ingress: gauge('ingress', 'type', 'exported_namespace'),
} as const;

/** cert-manager 1.18, port 9402. `name` and `namespace` are those of the Certificate; the target's own namespace wins, unless labels are honoured. */
export const certManager = {
  certmanager_certificate_expiration_timestamp_seconds: gauge('name', 'exported_namespace', 'issuer_name', 'issuer_kind', 'issuer_group'),
  certmanager_certificate_ready_status: gauge('name', 'exported_namespace', 'condition', 'issuer_name', 'issuer_kind', 'issuer_group'),
} as const;
