import * as pulumi from '@pulumi/pulumi';
import { Canary, canary, Network, type NetworkArgs } from '../../lib/pulumi';
import { istioSidecar } from '../../lib/platform/presets';
import { workload } from '../support/shop';

let warned: jest.SpyInstance;
beforeEach(async () => {
  await pulumi.runtime.setMocks({ newResource: args => ({ id: `${args.name}-id`, state: args.inputs as Record<string, unknown> }), call: () => ({}) });
  warned = jest.spyOn(pulumi.log, 'warn').mockResolvedValue(undefined);
});
afterEach(() => warned.mockRestore());

let made = 0;
const platform = (): ReturnType<typeof istioSidecar<'istio'>> => istioSidecar({ cluster: `options-${made++}`, routing: 'istio' });

/** Users flip between the versions, which is advice, so that its severity can be chosen. */
const rule = 'route/version-not-sticky';

function network(check?: NetworkArgs<ReturnType<typeof platform>>['check']): Network {
  return new Network(`shop-${made}`, {
    platform: platform(),
    ...(check === undefined ? {} : { check }),
    patterns: net => {
      const shop = net.namespace('shop', { create: true });
      const version = (name: string) => net.workload(workload(`reviews-${name}`, { labels: { app: 'reviews', version: name } }));
      const reviews = net.service({ name: 'reviews', namespace: shop, ports: { http: { port: 80, targetPort: 8080 } }, versions: { v1: version('v1'), v2: version('v2') } });
      return [canary({ network: net, service: reviews, weights: { v1: 90, v2: 10 } })];
    },
  });
}

const found = ({ report }: Network): readonly string[] => report.findings.map(finding => `${finding.severity} ${finding.rule}`);

test('a network is judged in the words of sealane.yaml', () => {
  expect(found(network())).toContain(`info ${rule}`);
  expect(found(network({ severities: { [rule]: 'off' } }))).not.toContain(`info ${rule}`);
  expect(() => network({ severities: { [rule]: 'error' } })).toThrow(new RegExp(`the network would not do what it says\\nerror ${rule}: `));
  expect(found(network({ severities: { [rule]: 'warning' } }))).toContain(`warning ${rule}`);
  expect(warned).toHaveBeenCalledWith(expect.stringContaining(`warning ${rule}: `), expect.anything());
  expect(() => network({ profile: 'strict', severities: { [rule]: 'warning' } })).toThrow(`warning ${rule}: `);
});

test('what is accepted is kept with its reason, and an accept that accepts nothing is found', () => {
  const accepting = network({ accepts: [{ rule, reason: 'a stateless shop' }, { rule: 'route/short-host', reason: 'old' }] });
  expect(accepting.report.accepted.map(({ finding, reason, by }) => [finding.rule, reason, by])).toEqual([[rule, 'a stateless shop', 'configuration']]);
  expect(accepting.report.findings.filter(finding => finding.rule === 'platform/accept-unused').map(({ constructs }) => constructs)).toEqual([[expect.stringMatching(/^shop-/)]]);
});

test('a network of one pattern takes it too, and misuse throws', () => {
  const single = (check: object): Canary<ReturnType<typeof platform>, 'v1', 'http'> => new Canary(`one-${made}`, {
    platform: platform(),
    check,
    build: net => {
      const shop = net.namespace('shop', { create: true });
      const service = net.service({ name: 'reviews', namespace: shop, ports: { http: { port: 80, targetPort: 8080 } }, versions: { v1: net.workload(workload('reviews-v1', { labels: { app: 'reviews', version: 'v1' } })) } });
      return { network: net, service, weights: { v1: 100 } };
    },
  });
  expect(() => single({ severity: {} })).toThrow('check.severity is no field');
  expect(single({ profile: 'strict' }).report.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
});
