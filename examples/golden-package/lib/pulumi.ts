/** Acme's way to write networks with Pulumi. */
import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { defaultDeny, mutualTls, Network } from 'sealane/pulumi';
import { acme, type AcmePlatform } from './platform';
import { acmeRules } from './rules';
import { secureHandles, type SecureServiceProps } from './secure-service';

/** Secure Services of one cluster, by name, each with the names of those that it calls. They are one component because callers and callees share policies. */
export interface SecureServicesArgs {
  readonly cluster: string;
  readonly services: Readonly<Record<string, Omit<SecureServiceProps, 'name'> & { readonly calls?: readonly string[] }>>;
}

/** Services in namespaces of their own: identities enforced, closed but for what they call and what calls them. */
export class SecureServices extends Network<AcmePlatform> {
  constructor(name: string, { cluster, services }: SecureServicesArgs, opts?: ComponentResourceOptions) {
    super(name, {
      platform: acme(cluster),
      rules: acmeRules,
      check: { profile: 'strict' },
      patterns: net => {
        const handles = new Map(Object.entries(services).map(([each, { calls: _, ...props }]) => [each, secureHandles(net, { name: each, ...props })] as const));
        const of = (each: string) => {
          const found = handles.get(each);
          if (found === undefined) throw new Error(`${name}: no service ${each}; there are ${[...handles.keys()].join(', ')}`);
          return found;
        };
        return Object.entries(services).flatMap(([each, { calls = [] }]) => {
          const { namespace, workload } = of(each);
          return [mutualTls({ network: net, namespace, stage: 'enforce' }), defaultDeny({ network: net, namespace, edges: calls.map(callee => workload.calls(of(callee).service.port('http'))) })];
        });
      },
    }, opts);
  }
}
