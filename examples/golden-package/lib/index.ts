/** Acme's way to write networks with cdk8s. */
import type { App } from 'cdk8s';
import { Construct } from 'constructs';
import { DefaultDeny, MutualTls, Network } from 'sealane';
import { acme, type AcmePlatform } from './platform';
import { acmeRules } from './rules';
import { secureHandles, type SecureServiceProps } from './secure-service';

export { acmeRules } from './rules';
export type { AcmePlatform } from './platform';
export type { SecureServiceProps } from './secure-service';

/** The network of a cluster, with Acme's platform and rules; warnings fail. */
export function acmeNetwork(app: App, cluster: string): Network<AcmePlatform> {
  return new Network(app, acme(cluster), { rules: acmeRules, check: { profile: 'strict' } });
}

/** A Service in a namespace of its own: identities enforced, closed but for what it calls and what calls it. */
export class SecureService extends Construct {
  private readonly handles: ReturnType<typeof secureHandles>;

  constructor(scope: Construct, id: string, { network, calls = [], ...props }: SecureServiceProps & { readonly network: Network<AcmePlatform>; readonly calls?: readonly SecureService[] }) {
    super(scope, id);
    this.handles = secureHandles(network, props);
    const { namespace, workload } = this.handles;
    new MutualTls(this, 'mtls', { network, namespace, stage: 'enforce' });
    new DefaultDeny(this, 'deny', { network, namespace, edges: calls.map(({ handles }) => workload.calls(handles.service.port('http'))) });
  }
}
