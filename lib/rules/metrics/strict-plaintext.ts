import { hasProxy } from '../../mesh/capture';
import { acceptance } from '../../mesh/connection';
import { describe } from '../../model/object';
import { monitors, prometheusOf, type MonitorEndpoint } from '../monitors';
import type { Reported, Rule, Unsettled } from '../rule';

/** Prometheus reads in plaintext where only mutual TLS is taken: the target is down from the moment the mesh is on. */
export const strictPlaintext: Rule = {
  id: 'metrics/strict-plaintext',
  codes: ['MON-03', 'MTLS-07'],
  severity: 'error',
  reads: 'effective',
  check: view => {
    if (view.facts.mesh !== 'istio') return [];
    const scraper = prometheusOf(view);
    // A Prometheus with a proxy speaks mutual TLS through it, unless its pods keep its calls out of the proxy, which depends on addresses.
    if (scraper !== undefined && hasProxy(view, scraper).captured !== 'no') return [];
    return monitors(view).flatMap(({ object, targets }) => {
      const told = new Map<MonitorEndpoint, Reported | Unsettled>();
      for (const { endpoint, workload, port } of targets) {
        if (endpoint.scheme === 'https' || told.has(endpoint)) continue;
        const { plaintext, reason, evidence } = acceptance(view, workload, port);
        if (plaintext === 'unknown') told.set(endpoint, { unknown: 'whether a port that Prometheus reads takes plaintext', object });
        if (plaintext !== 'no') continue;
        told.set(endpoint, {
          object,
          path: endpoint.path,
          message: `${describe(object.reference)} reads port ${port} of ${workload.kind} ${workload.name} in plaintext, and its proxy takes mutual TLS alone (${reason}): the target is down`,
          help: `read port 15020 of the proxy, which has the metrics of both and is outside mutual TLS, or give port ${port} an exception in a PeerAuthentication`,
          near: evidence.slice(0, 1).map(({ object: policy, path }) => ({ object: policy, path })),
          ...(scraper === undefined ? { assumption: 'Prometheus is outside of the mesh' } : {}),
        });
      }
      return [...told.values()];
    });
  },
};
