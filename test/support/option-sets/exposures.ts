import * as fc from 'fast-check';
import type { RoutePath } from '../../../lib/intents/exposure';
import type { Duration } from '../../../lib/model/duration';
import { canary } from '../../../lib/patterns/canary/canary';
import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { exposure } from '../../../lib/patterns/exposure/exposure';
import type { ExposureProps } from '../../../lib/patterns/exposure/props';
import type { Platform } from '../../../lib/platform/platform';
import { workload } from '../shop';
import { optionSet, type OptionSet } from './option-set';
import type { PlatformName } from './platforms';

const path = fc.constantFrom<RoutePath | undefined>(undefined, { prefix: '/' }, { prefix: '/cart/' }, { prefix: '/a%20b/c' }, { exact: '/' }, { exact: '/cart' }, { exact: "/~a.b-_!$&'()*+,;=:@" });
const hosts = fc.constantFrom<readonly [string, ...string[]]>(['www.shop.example'], ['*.shop.example'], ['www.shop.example', `${'long'.repeat(15)}.shop.example`]);
const rule = fc.record({
  hosts,
  path,
  to: fc.constantFrom('web' as const, 'reviews' as const, 'ledger' as const),
  timeout: fc.constantFrom<Duration | undefined>(undefined, '250ms', '1m30s'),
  allowOverride: fc.boolean(),
});

/** A path of a host leads to one Service: later rules for the same are left out. */
const rules = fc.uniqueArray(rule, { minLength: 1, maxLength: 5, selector: ({ hosts: of, path: at }) => `${of[0]} ${JSON.stringify(at ?? { prefix: '/' })}` });

/** Option sets of exposure: hosts and paths of Services in two namespaces, one of them split or not. */
export function exposures(name: PlatformName): fc.Arbitrary<OptionSet> {
  const mesh = name !== 'plain-kubernetes';
  return fc
    .record({ rules, byIngress: fc.boolean(), secret: fc.boolean(), closed: fc.boolean(), canary: fc.constantFrom('none' as const, 'weights' as const, 'all' as const) })
    .map(({ rules: all, byIngress, secret, closed, canary: split }) =>
      optionSet({ rules: all, byIngress, secret, closed, canary: split }, ({ net, shop, gateway, webService, reviews }) => {
        const ledger = net.service({ name: 'ledger', namespace: net.namespace('bank', { create: true }), ports: { http: { port: 80, targetPort: 8080 } }, workload: net.workload(workload('ledger', { namespace: 'bank' })) });
        const services = { web: webService.port('http'), reviews: reviews.port('http'), ledger: ledger.port('http') };
        const ingress = byIngress && !mesh;
        const given = all
          .filter(({ hosts: of, path: at }, i) => !all.slice(0, i).some(other => JSON.stringify(normal(other.path)) === JSON.stringify(normal(at)) && other.hosts.some(host => of.includes(host))))
          .map(({ hosts: of, path: at, to, timeout, allowOverride }) => ({
            hosts: of,
            to: services[to],
            ...(at === undefined ? {} : { path: at }),
            ...(ingress || timeout === undefined ? {} : { timeout }),
            ...(ingress ? {} : { allowOverride }),
          }));
        const entrance = ingress ? { ingressClass: { name: 'example', controller: 'example.com/ingress' }, tls: secret ? { secret: 'shop-tls' } : 'plaintext' } : { gateway };
        const weights = { network: net, service: reviews, weights: { v1: 90, v2: 10 } };
        const steering = { override: { header: 'x-canary', value: 'true', to: 'v2' as const }, versionSticky: true as const, mirror: { to: 'v2' as const, percentage: 1 } };
        return [
          exposure({ network: net, ...entrance, rules: given } as unknown as ExposureProps<Platform>),
          ...(mesh && split !== 'none' ? [canary({ ...weights, ...(split === 'all' && given.length < 4 ? steering : {}) })] : []),
          ...(closed ? [defaultDeny({ network: net, namespace: shop, edges: [] })] : []),
        ];
      }),
    );
}

function normal(path: RoutePath | undefined): RoutePath {
  return path !== undefined && 'prefix' in path ? { prefix: path.prefix.replace(/(.)\/$/, '$1') } : path ?? { prefix: '/' };
}
