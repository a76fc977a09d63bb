import { remoteEntries } from '../../mesh/remote-entries';
import { describe, fieldAt } from '../../model/object';
import type { Rule } from '../rule';

/**
 * A Service of another cluster said to be outside of the mesh: clients send it plaintext, and gateways between networks do not know it.
 * Source: `buildUpstreamTLSSettings` (`core/cluster_tls.go`), `buildOutboundSniDnatClusters` (`core/cluster.go`) of Istio 1.31.
 */
export const externalPeer: Rule = {
  id: 'multicluster/external-peer',
  codes: ['MC-01'],
  severity: 'error',
  reads: 'effective',
  check: view => remoteEntries(view).filter(({ external }) => external).map(({ object, why }) => {
    const said = fieldAt(object.written, 'spec', 'location') !== undefined;
    return {
      object,
      path: said ? ['spec', 'location'] : ['spec'],
      message: `${describe(object.reference)} means a Service of another cluster (${why}) and ${said ? 'says MESH_EXTERNAL' : 'has no location, which is MESH_EXTERNAL'}: clients send it plaintext`,
      help: 'set location: MESH_INTERNAL',
    };
  }),
};
