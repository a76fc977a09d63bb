import { child, entries, has, missing, size, text, texts, type Place } from './place';
import { canonicalAddress } from './addresses';
import { remarks, warn } from './warn';

/** Source: Kubernetes 1.36, pkg/api/service, GetWarningsForService. */
export const serviceWarnings = remarks(root => {
  const metadata = child(root, 'metadata');
  const hints = 'service.kubernetes.io/topology-aware-hints';
  if (metadata !== undefined && entries(metadata, 'annotations').some(([key]) => key === hints)) warn(metadata, ['annotations', hints], `annotation "${hints}" is deprecated`, 'use "service.kubernetes.io/topology-mode"');
  const spec = child(root, 'spec');
  if (spec === undefined) return;
  const type = text(spec, 'type') || 'ClusterIP';
  const headless = type === 'ClusterIP' && text(spec, 'clusterIP') === 'None';
  const outside = size(spec, 'externalIPs') > 0;
  if (headless) {
    if (!missing(spec, 'loadBalancerIP')) warn(spec, 'loadBalancerIP', '"loadBalancerIP" is ignored for a headless Service');
    if (text(spec, 'sessionAffinity') === 'ClientIP') warn(spec, 'sessionAffinity', '"sessionAffinity" is ignored for a headless Service');
  }
  if (outside) warn(spec, 'externalIPs', headless ? '"externalIPs" are ignored for a headless Service' : type === 'ExternalName' ? '"externalIPs" are ignored for a Service of type "ExternalName"' : '"externalIPs" are deprecated and may not be implemented in some clusters');
  if (type !== 'ExternalName' && !missing(spec, 'externalName')) warn(spec, 'externalName', `"externalName" is ignored for a Service of type "${type}"`);
  if (text(spec, 'trafficDistribution') === 'PreferClose') warn(spec, 'trafficDistribution', '"PreferClose" is deprecated', 'use "PreferSameZone"');
  for (const key of ['clusterIPs', 'externalIPs']) for (const [address, i] of texts(spec, key)) spelling(spec, [key, i], address);
  if (has(spec, 'loadBalancerIP')) spelling(spec, ['loadBalancerIP'], text(spec, 'loadBalancerIP'));
});

/** IPv6 has many spellings; what compares them as texts takes two spellings for two addresses. */
export function spelling(place: Place, at: readonly (string | number)[], address: string): void {
  const canonical = canonicalAddress(address);
  if (canonical !== undefined && canonical !== address) warn(place, at, `"${address}" should be written "${canonical}"`);
}
