import { counter, gauge } from '../metric';

/** Cilium's agent (`pkg/metrics`, 1.20), port 9962. Drops are told by a text: `Policy denied`, and `Policy denied (L3)` in old releases. */
export const ciliumAgent = {
  cilium_drop_count_total: counter('reason', 'direction'),
  cilium_drop_bytes_total: counter('reason', 'direction'),
  cilium_forward_count_total: counter('direction'),
  cilium_forward_bytes_total: counter('direction'),
  cilium_policy_l7_total: counter('rule', 'proxy_type'),
  cilium_policy: gauge(),
  cilium_policy_import_errors_total: counter(),
} as const;

/**
 * Hubble (`pkg/hubble/metrics`, 1.20), port 9965. Every metric is off until it is configured, and the labels that name the ends of a flow exist only as
 * contexts configure them. Drops carry the name of an enum, `POLICY_DENIED`, which is not the text of the agent.
 */
export const hubble = {
  hubble_drop_total: counter('reason', 'protocol', 'source', 'destination', 'source_namespace', 'source_workload', 'destination_namespace', 'destination_workload', 'traffic_direction'),
  hubble_flows_processed_total: counter('type', 'subtype', 'verdict', 'protocol', 'source', 'destination', 'source_namespace', 'source_workload', 'destination_namespace', 'destination_workload'),
  hubble_flows_to_world_total: counter('protocol', 'verdict', 'source', 'destination'),
  hubble_tcp_flags_total: counter('flag', 'family', 'source', 'destination'),
  hubble_dns_queries_total: counter('rcode', 'qtypes', 'ips_returned', 'source', 'destination'),
  hubble_dns_responses_total: counter('rcode', 'qtypes', 'ips_returned', 'source', 'destination'),
  hubble_http_requests_total: counter('method', 'protocol', 'status', 'reporter', 'source', 'destination'),
  hubble_lost_events_total: counter('source'),
} as const;

/** Calico's Felix (open source, 3.32), port 9091. There is no counter of denied packets: `calico_denied_packets` is of the commercial editions. */
export const felix = {
  felix_active_local_policies: gauge(),
  felix_active_local_endpoints: gauge(),
  felix_int_dataplane_failures: counter(),
  felix_ipset_errors: counter(),
  felix_iptables_restore_errors: counter(),
  felix_iptables_save_errors: counter(),
} as const;
