import { ofKind } from '../../intents/intents';
import { corefiles } from '../../dns/corefiles';
import type { DnsCarrier } from '../../platform/dns';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/** What becomes of ConfigMap `coredns`, by what carries the DNS of a cluster. Source: the documents of the platforms. */
const fates: Readonly<Record<DnsCarrier, string>> = {
  kubeadm: 'what is in it now is replaced, and an upgrade of the cluster may replace this',
  eks: 'the add-on of EKS writes its own over it',
  aks: 'AKS writes its own over it, and reads additions from coredns-custom',
  k3s: 'k3s writes its own over it, and reads additions from coredns-custom',
  gke: 'GKE answers with kube-dns or Cloud DNS, and nobody reads it',
  openshift: 'the DNS operator of OpenShift writes its own, and nobody reads this',
};

/** The Corefile of a cluster, without the CoreDNS that reads it: it belongs to whoever installed the cluster. */
export const configmapOwned: Rule = {
  id: 'dns/configmap-owned',
  codes: ['DNS-12'],
  severity: 'warning',
  reads: 'effective',
  check: view => {
    const { known, platform: { dns } } = view.facts;
    const constructs = ofKind(view.intents, 'cluster-dns').map(({ origin }) => origin.path);
    return corefiles(view).filter(({ object, part, workloads }) => part === 'whole' && !object.live && object.reference.name === 'coredns' && object.reference.namespace === dns.namespace && workloads.every(workload => workload.object.live)).map(({ object }): Reported => ({
      object,
      path: [],
      message: `${describe(object.reference)} belongs to whoever installed the cluster: ${known.has('dns') ? fates[dns.carrier] : fates.kubeadm}`,
      help: known.has('dns') && dns.carrier !== 'kubeadm' ? 'configure the DNS as the platform wants it' : `compare with "kubectl get configmap coredns -n ${dns.namespace} -o yaml" first, carry its stub domains over, and apply again after upgrades`,
      assumption: 'nobody else writes the Corefile',
      ...(constructs.length === 0 ? {} : { constructs }),
    }));
  },
};
