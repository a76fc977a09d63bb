import { counter, gauge, histogram } from '../metric';

const ends = [
  'reporter', 'source_workload', 'source_workload_namespace', 'source_principal', 'source_app', 'source_version', 'source_cluster', 'source_canonical_service', 'source_canonical_revision',
  'destination_workload', 'destination_workload_namespace', 'destination_principal', 'destination_app', 'destination_version', 'destination_cluster', 'destination_canonical_service',
  'destination_canonical_revision', 'destination_service', 'destination_service_name', 'destination_service_namespace', 'request_protocol', 'response_flags', 'connection_security_policy',
] as const;
const requests = [...ends, 'response_code', 'grpc_response_status'] as const;

/**
 * Istio's standard metrics (istio.io, "Istio Standard Metrics"; 1.31). Each request is reported at both ends: choose a `reporter`. In ambient mode
 * those of requests come from waypoints alone. Durations are in milliseconds.
 */
export const istioProxy = {
  istio_requests_total: counter(...requests),
  istio_request_duration_milliseconds: histogram(...requests),
  istio_request_bytes: histogram(...requests),
  istio_response_bytes: histogram(...requests),
  istio_request_messages_total: counter(...requests),
  istio_response_messages_total: counter(...requests),
} as const;

/** What ztunnel reports in ambient mode; proxies report the same. */
export const istioConnections = {
  istio_tcp_sent_bytes_total: counter(...ends),
  istio_tcp_received_bytes_total: counter(...ends),
  istio_tcp_connections_opened_total: counter(...ends),
  istio_tcp_connections_closed_total: counter(...ends),
} as const;

/** istiod about itself (`pilot/pkg/monitoring`, `security/pkg`, 1.31). */
export const istiod = {
  pilot_total_xds_rejects: counter('type'),
  pilot_proxy_convergence_time: histogram(),
  pilot_xds: gauge('version'),
  pilot_xds_pushes: counter('type'),
  pilot_vservice_dup_domain: gauge(),
  pilot_destrule_subsets: gauge(),
  pilot_dns_cluster_without_endpoints: gauge(),
  pilot_conflict_inbound_listener: gauge(),
  galley_validation_failed: counter('group', 'version', 'resource', 'reason'),
  galley_validation_passed: counter('group', 'version', 'resource'),
  citadel_server_root_cert_expiry_seconds: gauge(),
  istiod_remote_cluster_sync_status: gauge('cluster_id', 'status'),
  sidecar_injection_success_total: counter(),
  sidecar_injection_failure_total: counter(),
} as const;
