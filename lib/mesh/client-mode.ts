import type { World } from '../cluster/cluster';
import type { Certainty } from '../model/certainty';
import type { Client } from './client';
import { destinationRule, type EffectiveRule } from './destination-rule';
import { endpointsOf, type Endpoint } from './endpoints';
import { evidence, type Evidence } from './evidence';
import { textAt } from './fields';
import type { Host, HostPort } from './hosts';
import { hasProxy } from './capture';
import { autoMutualTls } from './mesh-config';
import { namespaceMode, serverMode } from './peer-authentication';
import { endpointTls, modeIn, trafficPolicy, type SaidTls } from './traffic-policy';

/** What a client's proxy sends: mutual TLS of the mesh, plain bytes, or TLS that a DestinationRule configures. */
export interface ClientMode {
  readonly sends: 'mutual' | 'plaintext' | 'tls' | 'unknown';
  /** A half sentence. */
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  /** Whether a DestinationRule says it, or the proxy chose it. */
  readonly chosenBy: 'DestinationRule' | 'auto';
}

/**
 * What the proxy of a client sends to one endpoint of a host.
 *
 * A DestinationRule decides where it has `tls`. Else the proxy chooses: never mutual TLS to hosts outside the mesh, nor where the host's namespace is
 * DISABLE; for each endpoint of an ordinary Service by whether it has a sidecar and its own policy; for a headless Service once for all endpoints,
 * mutual only if every one has a sidecar, whatever port-level policies say.
 *
 * Source: `buildUpstreamTLSSettings`, `applyUpstreamTLSSettings` (`core/cluster_tls.go`), `BestEffortInferServiceMTLSMode` (`model/push_context.go`),
 * `checkMtlsEnabled` (`xds/endpoints/mtls_checker.go`) of Istio 1.31.
 */
export function clientMode(world: World, client: Client, host: Host, port: HostPort, endpoint: Endpoint, subset?: string): ClientMode {
  const rule = destinationRule(world, client, host);
  if (rule !== undefined && !rule.orderKnown) {
    const modes = new Set(rule.objects.map(object => textAt(object.effective, 'spec', 'trafficPolicy', 'tls', 'mode')));
    if (modes.size > 1) return { sends: 'unknown', reason: 'several DestinationRules of one namespace disagree, and the oldest holds', evidence: rule.objects.map(object => evidence(object)), chosenBy: 'DestinationRule' };
  }
  const said = modeIn(trafficPolicy(world, rule, port.number, subset).tls);
  if (said !== undefined) return bySaid(said);
  return chosen(world, client, host, port, endpoint, rule, subset);
}

function bySaid({ mode, object, path }: SaidTls): ClientMode {
  const found = object === undefined ? [] : [evidence(object, ...path)];
  const sends = mode === 'ISTIO_MUTUAL' ? 'mutual' : mode === 'DISABLE' ? 'plaintext' : 'tls';
  return { sends, reason: `a DestinationRule says ${mode}`, evidence: found, chosenBy: 'DestinationRule' };
}

function chosen(world: World, client: Client, host: Host, port: HostPort, endpoint: Endpoint, rule: EffectiveRule | undefined, subset: string | undefined): ClientMode {
  const plaintext = (reason: string, ...found: readonly Evidence[]): ClientMode => ({ sends: 'plaintext', reason, evidence: found, chosenBy: 'auto' });
  const unknown = (reason: string): ClientMode => ({ sends: 'unknown', reason, evidence: [], chosenBy: 'auto' });
  if (host.external) return plaintext('the host is outside the mesh', evidence(host.object, 'spec', host.object.kind === 'Service' ? 'type' : 'location'));
  if (!autoMutualTls(world)) return plaintext('automatic mutual TLS is off for the mesh');
  const wide = namespaceMode(world, host.namespace);
  const passthrough = host.resolution === 'headless';
  if (passthrough) {
    const all = everyEndpointHasProxy(world, host, port);
    if (all.answer !== 'yes') return all.answer === 'no' ? plaintext(all.reason, evidence(host.object, 'spec', 'clusterIP')) : unknown(all.reason);
  }
  if (wide.mode === 'unknown') return unknown(wide.reason ?? 'the mode of the namespace is not known');
  if (wide.mode === 'DISABLE') return plaintext(`the policy of namespace ${host.namespace} is DISABLE`, ...wide.evidence);
  if (passthrough && client.proxy !== 'gateway') return { sends: 'mutual', reason: 'the Service is headless and every endpoint has a sidecar', evidence: [], chosenBy: 'auto' };
  const offered = endpointTls(rule, port.number, subset);
  if (offered !== undefined) return offered.mode === 'ISTIO_MUTUAL' ? bySaid(offered) : { ...bySaid(offered), sends: 'plaintext' };
  return byEndpoint(world, endpoint);
}

function byEndpoint(world: World, endpoint: Endpoint): ClientMode {
  const auto = (sends: ClientMode['sends'], reason: string, found: readonly Evidence[] = []): ClientMode => ({ sends, reason, evidence: found, chosenBy: 'auto' });
  const proxy = offersMutualTls(world, endpoint);
  if (proxy.answer !== 'yes') return auto(proxy.answer === 'no' ? 'plaintext' : 'unknown', proxy.reason);
  if (endpoint.workload === undefined || endpoint.port === undefined) return auto('mutual', proxy.reason);
  const { mode, evidence: found, reason } = serverMode(world, endpoint.workload, endpoint.port);
  if (mode === 'unknown') return auto('unknown', reason ?? 'the mode of the server is not known', found);
  return mode === 'DISABLE' ? auto('plaintext', `the policy of the endpoint says DISABLE for port ${endpoint.port}`, found) : auto('mutual', proxy.reason);
}

const tlsLabel = 'security.istio.io/tlsMode';

/**
 * Whether clients take an endpoint for one with a proxy: by label `security.istio.io/tlsMode`, which injection writes on pods, and which a template can
 * wrongly carry; for addresses by that label or a service account. Source: `PodTLSMode`, `getTLSModeFromWorkloadEntry`.
 */
export function offersMutualTls(world: World, { workload, labels, serviceAccount, object }: Endpoint): { readonly answer: Certainty; readonly reason: string } {
  const label = labels[tlsLabel];
  if (workload === undefined) {
    if (object.kind === 'EndpointSlice' || object.kind === 'Endpoints') return { answer: 'unknown', reason: 'the endpoint is an address, and its pod is not known' };
    if (label !== undefined) return { answer: label === 'istio' ? 'yes' : 'no', reason: `the endpoint has label ${tlsLabel}=${label}` };
    return serviceAccount === undefined ? { answer: 'no', reason: `the endpoint has neither a service account nor label ${tlsLabel}` } : { answer: 'yes', reason: 'the endpoint has a service account' };
  }
  if (label !== undefined) return { answer: label === 'istio' ? 'yes' : 'no', reason: `pods of ${workload.name} have label ${tlsLabel}=${label}` };
  const { captured, reason } = hasProxy(world, workload);
  return { answer: captured, reason };
}

/** Whether every endpoint of a headless Service has a proxy; none at all counts as no. */
export function everyEndpointHasProxy(world: World, host: Host, port: HostPort): { readonly answer: Certainty; readonly reason: string } {
  const { list, complete, reason = 'its endpoints may not be all in the input' } = endpointsOf(world, host, port);
  const answers = list.map(endpoint => ({ endpoint, ...offersMutualTls(world, endpoint) }));
  const without = answers.find(({ answer }) => answer === 'no');
  if (without !== undefined) return { answer: 'no', reason: `the Service is headless, and ${without.endpoint.workload?.name ?? without.endpoint.address ?? 'an endpoint'} has no sidecar` };
  const open = answers.find(({ answer }) => answer === 'unknown');
  if (open !== undefined) return { answer: 'unknown', reason: open.reason };
  if (list.length === 0) return complete ? { answer: 'no', reason: 'the Service is headless and has no endpoint' } : { answer: 'unknown', reason };
  return { answer: 'yes', reason: 'every endpoint has a sidecar' };
}
