import { clusterZonesOf } from '../../dns/cluster-zones';
import { corefileRule } from '../corefile';

/** A cluster whose own names nobody answers: `kubernetes` has another domain than the kubelets give to pods. */
export const clusterDomain = corefileRule('dns/cluster-domain', 'error', ['DNS-03'], ({ reading: { servers }, part, image }, { facts: { known, platform } }) => {
  if (part !== 'whole' || image === 'node-cache' || !known.has('clusterDomain')) return [];
  const answered = servers.map(clusterZonesOf).filter(zones => zones !== undefined);
  const [first] = answered;
  const domains = answered.flatMap(zones => zones.domains);
  if (first === undefined || answered.some(({ use }) => use.words.some(({ open }) => open === true)) || domains.some(zone => zone === '.' || `${platform.clusterDomain}.` === zone || `.${platform.clusterDomain}.`.endsWith(`.${zone}`))) return [];
  return [{ at: first.use.name, message: `kubernetes answers for ${domains.map(zone => zone.replace(/\.$/, '')).join(', ')}, and the domain of the cluster is ${platform.clusterDomain}: no Service has a name that resolves`, help: `write "kubernetes ${platform.clusterDomain}", or correct clusterDomain` }];
});
