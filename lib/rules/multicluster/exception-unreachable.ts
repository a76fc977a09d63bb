import { oncePerWorld, type World } from '../../cluster/cluster';
import { ofKind } from '../../intents/intents';
import { capturesInbound, hasProxy } from '../../mesh/capture';
import { endpointsOf } from '../../mesh/endpoints';
import { textAt } from '../../mesh/fields';
import { hostWithin } from '../../mesh/host-name';
import { hosts, type Host } from '../../mesh/hosts';
import { listeners, type Listener } from '../../mesh/listeners';
import { serverMode } from '../../mesh/peer-authentication';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';
import { servedWithoutTls } from '../served-to-peers';

/**
 * Pods behind a Service that other networks may call, with a port that speaks no mutual TLS: the gateway between networks knows nothing but mutual TLS, and
 * istiod leaves such endpoints out there. Source: `EndpointsByNetworkFilter` (`ep_filters.go`) of Istio 1.31.
 */
export const exceptionUnreachable: Rule = {
  id: 'multicluster/exception-unreachable',
  codes: ['MC-12'],
  severity: 'warning',
  reads: 'effective',
  intents: true,
  check: view => {
    // Where a program asks for it, its intents say more: they know workloads that are written elsewhere.
    const asked = new Set(ofKind(view.intents, 'serve-peers').map(({ intent: { service } }) => `${service.namespace.name}/${service.name}`));
    return [...servedWithoutTls(view.intents), ...offered(view).flatMap(({ host, listener, whole }) => (asked.has(`${host.namespace}/${host.object.reference.name}`) ? [] : exceptions(view, host, listener, whole)))];
  },
};

interface Offered {
  readonly host: Host;
  readonly listener: Listener;
  /** Offered with every other Service, by a wildcard. */
  readonly whole: boolean;
}

/** Services that a gateway passes connections on to, each once. */
const offered = oncePerWorld((world): readonly Offered[] => {
  const gates = listeners(world).filter(({ api, tls }) => api === 'istio' && textAt(tls, 'mode') === 'AUTO_PASSTHROUGH');
  if (gates.length === 0) return [];
  return [...hosts(world)].flatMap(([name, [host]]): readonly Offered[] => {
    if (host === undefined || host.object.kind !== 'Service' || host.external) return [];
    const listener = gates.find(gate => gate.hosts.some(gated => hostWithin(name, gated.host)));
    return listener === undefined ? [] : [{ host, listener, whole: !gates.some(gate => gate.hosts.some(gated => gated.host === name)) }];
  });
});

function exceptions(world: World, host: Host, listener: Listener, whole: boolean): readonly Reported[] {
  return host.ports.filter(({ transport }) => transport === 'TCP').flatMap(port => endpointsOf(world, host, port).list.flatMap(({ workload, port: number }): readonly Reported[] => {
    if (workload === undefined || number === undefined || hasProxy(world, workload).captured !== 'yes') return [];
    const { mode, evidence } = serverMode(world, workload, number);
    const past = capturesInbound(world, workload, number);
    const why = past.captured === 'no' ? past.reason : mode === 'DISABLE' ? 'its policy is DISABLE' : undefined;
    if (why === undefined) return [];
    return [{
      object: host.object,
      path: port.path,
      message: `port ${port.number} of ${describe(host.object.reference)} is open to other networks, and pods of ${workload.kind} ${workload.name} speak no mutual TLS on ${number}: ${why}; callers there do not reach them`,
      help: 'let the pods speak mutual TLS on the port, or leave the Service out of the gateway',
      near: [...evidence.map(({ object, path }) => ({ object, path })), { object: listener.gateway, path: [...listener.path, 'hosts'] }],
      // A gateway for everything says nothing of this Service.
      ...(whole ? { severity: 'info' as const } : {}),
    }];
  }));
}
