/** Ports that Istio's proxy and agent listen on in every pod (istio.io, "Ports used by Istio"). None of them is intercepted. */
export const meshPorts = {
  /** Agent: proxy and application metrics joined, and rewritten probes. */
  mergedMetrics: 15020,
  /** Proxy: health of gateways, for load balancers. */
  health: 15021,
  /** Proxy: its own metrics. */
  proxyMetrics: 15090,
} as const;
