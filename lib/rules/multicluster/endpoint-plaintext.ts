import { clientTls, remoteEntries, speaksMutualTls } from '../../mesh/remote-entries';
import { describe } from '../../model/object';
import type { Rule } from '../rule';

/**
 * An endpoint in another cluster that istiod takes for one without a proxy: the gateway there reads the name of the Service from mutual TLS, and endpoints
 * on another network that speak none are left out. Source: `getTLSModeFromWorkloadEntry`, `EndpointsByNetworkFilter` of Istio 1.31.
 */
export const endpointPlaintext: Rule = {
  id: 'multicluster/endpoint-plaintext',
  codes: ['MC-04'],
  severity: 'error',
  reads: 'effective',
  check: view => remoteEntries(view).flatMap(({ object, hosts, endpoints }) => {
    if (hosts.some(host => clientTls(view, host).mutual)) return [];
    return endpoints.filter(endpoint => !speaksMutualTls(endpoint)).map(({ path, address, network }) => ({
      object,
      path,
      message: `endpoint ${address ?? `of network ${network ?? ''}`} of ${describe(object.reference)} has neither label security.istio.io/tlsMode=istio nor a serviceAccount: clients send it plaintext`,
      help: 'add label security.istio.io/tlsMode: istio to the endpoint',
    }));
  }),
};
