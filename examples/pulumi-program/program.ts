import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { canary, defaultDeny, exposure, mutualTls, Network } from 'sealane/pulumi';
import { infrastructure, type Infrastructure } from './infrastructure';
import { production, staging } from './platforms';
import { shop, ways } from './shop';

/** One stack, one cluster, one network. */
export function program(): { readonly network: Network } {
  const outside = infrastructure();
  const network: Network = pulumi.getStack() === 'production' ? withMesh(outside) : withoutMesh(outside);
  // What no pattern writes stands beside the network, and keeps its secret.
  new kubernetes.core.v1.Secret('database', { metadata: { name: 'database', namespace: 'shop' }, stringData: { password: outside.databasePassword } }, { dependsOn: [...network.resources.values()].slice(0, 1) });
  return { network };
}

/** Staging: a closed namespace is all that plain Kubernetes can do for connections. */
function withoutMesh(outside: Infrastructure) {
  return new Network('shop', {
    platform: staging,
    patterns: net => {
      const { namespace, web, reviews, ...workloads } = shop(net, outside);
      return [defaultDeny({ network: net, namespace, edges: [web.calls(reviews.port('http'))], egressCidrs: ways({ web, ...workloads }, outside) })];
    },
  });
}

/** Production: the same, with identities, a canary, and an entrance whose certificate somebody else names. */
function withMesh(outside: Infrastructure) {
  return new Network('shop', {
    platform: production,
    patterns: net => {
      const { namespace, web, webService, reviews, ...workloads } = shop(net, outside);
      const edge = net.namespace('edge', { create: true });
      const gateway = net.gateway({ name: 'public', namespace: edge, listeners: { https: { hostname: 'shop.example', protocol: 'HTTPS', secret: outside.certificateSecret } } });
      return [
        mutualTls({ network: net, namespace, stage: 'enforce' }),
        canary({ network: net, service: reviews, weights: { v1: 90, v2: 10 }, versionSticky: true, outlierDetection: true }),
        exposure({ network: net, gateway, rules: [{ hosts: ['shop.example'], to: webService.port('http') }] }),
        defaultDeny({ network: net, namespace, edges: [web.calls(reviews.port('http'))], egressCidrs: ways({ web, ...workloads }, outside) }),
      ];
    },
  });
}
