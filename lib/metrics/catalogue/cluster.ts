import { counter, gauge } from '../metric';

/** kube-state-metrics 2: what objects say. Labels are those of the object where the scrape honours them, as kube-prometheus-stack does. */
export const kubeStateMetrics = {
  kube_pod_info: gauge('host_ip', 'pod_ip', 'host_network', 'created_by_kind', 'created_by_name', 'uid', 'priority_class'),
  kube_pod_labels: gauge('uid'),
  kube_pod_owner: gauge('owner_kind', 'owner_name', 'owner_is_controller', 'uid'),
  kube_deployment_spec_replicas: gauge('deployment'),
  kube_deployment_status_replicas_available: gauge('deployment'),
  kube_service_info: gauge('cluster_ip', 'external_name', 'load_balancer_ip', 'uid'),
  kube_networkpolicy_created: gauge('networkpolicy'),
} as const;

const network = ['interface', 'image', 'name', 'id'] as const;

/** cAdvisor in the kubelet: volume by pod, never by pair. A pod on the host network shows the traffic of its node. */
export const cAdvisor = {
  container_network_receive_bytes_total: counter(...network),
  container_network_transmit_bytes_total: counter(...network),
  container_network_receive_packets_total: counter(...network),
  container_network_transmit_packets_total: counter(...network),
  container_network_receive_packets_dropped_total: counter(...network),
  container_network_transmit_packets_dropped_total: counter(...network),
  container_network_receive_errors_total: counter(...network),
  container_network_transmit_errors_total: counter(...network),
} as const;

/** node-exporter 1.9, of the collectors conntrack and netstat. */
export const nodeExporter = {
  node_nf_conntrack_entries: gauge(),
  node_nf_conntrack_entries_limit: gauge(),
  node_nf_conntrack_stat_insert_failed: counter(),
  node_nf_conntrack_stat_drop: counter(),
  node_nf_conntrack_stat_early_drop: counter(),
} as const;

/** What Prometheus adds by itself. */
export const prometheus = {
  up: gauge(),
  scrape_samples_scraped: gauge(),
  scrape_duration_seconds: gauge(),
} as const;
