import * as fc from 'fast-check';
import type { ExternalPorts } from '../../../lib/network/external';
import type { Namespace } from '../../../lib/network/namespace';
import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { externalService } from '../../../lib/patterns/external-service/external-service';
import type { ExternalServiceProps, TlsOrigination } from '../../../lib/patterns/external-service/props';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import type { Platform } from '../../../lib/platform/platform';
import { workload } from '../shop';
import { optionSet, type OptionSet } from './option-set';
import type { PlatformName } from './platforms';

interface Place {
  readonly hosts?: readonly string[];
  readonly addresses?: readonly string[];
  readonly cidrs?: readonly string[];
}

const place = fc.constantFrom<Place>(
  { hosts: ['api.payments.example'] },
  { hosts: ['api.payments.example'], cidrs: ['203.0.113.0/24', '2001:db8::/32'] },
  { hosts: ['a.payments.example', 'b.payments.example'] },
  { hosts: ['*.payments.example'] },
  { hosts: ['api.payments.example'], addresses: ['203.0.113.10', '203.0.113.11/32'] },
  { addresses: ['203.0.113.10', '2001:db8::1'] },
  { addresses: ['203.0.113.0/28'] },
);
const ports = fc.constantFrom<ExternalPorts>(
  { https: { port: 443 } },
  { http: { port: 80 } },
  { http: { port: 80, targetPort: 443 } },
  { grpc: { port: 50051 }, 'tls-admin': { port: 8443 } },
  { 'tcp-pg': { port: 5432 } },
  { mysql: { port: 3306 }, http2: { port: 8080 } },
);
const tls = fc.constantFrom<TlsOrigination>(
  {},
  { subjectAltNames: ['payments.example', 'spiffe://payments.example/api'] },
  { caCertificates: '/etc/payments/ca.crt' },
  { client: { certificate: '/etc/payments/tls.crt', privateKey: '/etc/payments/tls.key' } },
  { secret: 'payments-client', mutual: true },
  { secret: 'payments-ca' },
);

const requests = ['http', 'http2', 'grpc'];

/** Option sets of external services: what is possible of each combination, alone, in a closed namespace, and under lockdown. */
export function externalServices(name: PlatformName): fc.Arbitrary<OptionSet> {
  const mesh = name !== 'plain-kubernetes';
  return fc
    .record({ place, ports, originate: fc.option(tls, { nil: undefined }), exit: fc.boolean(), elsewhere: fc.boolean(), closed: fc.constantFrom('none' as const, 'callers' as const, 'all' as const), locked: fc.boolean() })
    .map(({ place: at, ports: some, originate, exit, elsewhere, closed, locked }) =>
      optionSet({ place: at, ports: some, originate, exit, elsewhere, closed, locked }, ({ net, shop, web }) => {
        const found = (at.hosts ?? []).some(host => host.startsWith('*.')) || (at.addresses ?? []).some(address => address.endsWith('/28'));
        const usable = Object.entries(some).filter(([port, { targetPort }]) => !(at.hosts === undefined && /^(https|tls)/.test(port)) && !(/^(tcp|mysql)/.test(port) && ((at.hosts ?? []).length > 1 || (found && at.hosts !== undefined))) && !(found && targetPort !== undefined));
        const kept: ExternalPorts = usable.length === 0 ? { http: { port: 8080 } } : Object.fromEntries(usable);
        const external = net.external({ name: 'payments', namespace: shop, ...at, ports: kept });
        const bank: Namespace = net.namespace('bank', { create: true });
        const teller = net.workload(workload('teller', { namespace: 'bank' }));
        const egress = net.egressGateway({ name: 'egressgateway', namespace: net.namespace('exit', { create: true }), pods: { labels: { istio: 'egressgateway' }, serviceAccount: 'egressgateway' } });
        const through = exit && mesh && !found ? egress : undefined;
        const plaintext = external.ports.find(({ protocol, targetPort }) => requests.includes(protocol) && targetPort !== 80);
        const begun = mesh && originate !== undefined && at.hosts !== undefined && !found && plaintext !== undefined && (through !== undefined || originate.secret === undefined) ? { [plaintext.name]: originate } : undefined;
        const callers = elsewhere ? [web, teller] : [web];
        const accept = ['platform/external-service-any-address', 'platform/external-service-tcp-by-name'].map(rule => ({ rule, reason: 'judged' }));
        const props = { network: net, external, callers, accept, anyAddress: true, ...(through === undefined ? {} : { through }), ...(begun === undefined ? {} : { originate: begun }) };
        return [
          externalService(props as unknown as ExternalServiceProps<Platform>),
          ...(closed === 'none' ? [] : [defaultDeny({ network: net, namespace: shop, edges: [] }), defaultDeny({ network: net, namespace: bank, edges: [] })]),
          ...(closed === 'all' ? [defaultDeny({ network: net, namespace: net.namespace('spare', { create: true }), edges: [] }), ...(through === undefined ? [] : [defaultDeny({ network: net, namespace: through.namespace, edges: [] })])] : []),
          ...(mesh && locked ? [mutualTls({ network: net, scope: 'mesh', stage: 'lockdown' })] : []),
        ];
      }),
    );
}
