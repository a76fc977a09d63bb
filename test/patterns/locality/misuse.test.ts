import * as fc from 'fast-check';
import { UsageError } from '../../../lib/model/usage-error';
import { locality } from '../../../lib/patterns/locality/locality';
import { overlaps, placeProblem } from '../../../lib/patterns/locality/places';
import { istioSidecar, plainKubernetes } from '../../../lib/platform/presets';
import type { Platform } from '../../../lib/platform/platform';
import { ingress, istioShop, shop, type Shop } from '../../support/shop';

const calling = ({ net, webService }: Shop<Platform>, props: Readonly<Record<string, unknown>>): (() => unknown) => () => locality({ network: net, service: webService, ...props });

const istio = istioShop();
const old = shop(istioSidecar({ cluster: 'test', routing: 'istio', istioVersion: '1.30' }));
const distribute = (...rules: readonly unknown[]): Readonly<Record<string, unknown>> => ({ mode: 'distribute', distribute: rules });
const to = (places: Readonly<Record<string, number>>): Readonly<Record<string, unknown>> => distribute({ from: 'a', to: places });
const web = 'locality of shop/web';

describe('locality is refused at the call, with what was seen and what to do,', () => {
  test.each([
    ['without a Service', { service: undefined }, 'locality: no service given; pass a handle, from net.service(…)'],
    ['for a headless Service', { service: istio.databaseService }, 'locality of shop/db: the Service is headless, so sidecars connect to the pod that the client picked and no preference applies; use a Service with a cluster address'],
    ['for an unknown mode', { mode: 'nearest' }, `${web}: mode is "nearest"; use failover, failoverPriority, distribute and zoneAware`],
    ['for two modes', { failover: [], distribute: [] }, `${web}: mode "failover" beside distribute, and only one mode can hold; leave distribute out, or set mode: 'distribute'`],
    ['for three modes', { mode: 'distribute', distribute: [], failover: [], failoverPriority: [] }, `${web}: mode "distribute" beside failover and failoverPriority, and only one mode can hold; leave failover and failoverPriority out, or set mode: 'failover'`],
    ['for failover to a zone', { failover: [{ from: 'a', to: 'b/c' }] }, `${web}: failover from "a" to "b/c": "b/c" is a zone; name whole regions, such as "eu-1"`],
    ['for failover from anywhere', { failover: [{ from: '*', to: 'b' }] }, `${web}: failover from "*" to "b": "*" is a wildcard; name whole regions, such as "eu-1"`],
    ['for failover from nowhere', { failover: [{ from: '', to: 'b' }] }, `${web}: failover from "" to "b": "" is empty; name whole regions, such as "eu-1"`],
    ['for failover to itself', { failover: [{ from: 'a', to: 'a' }] }, `${web}: failover from "a" to itself; name another region`],
    ['for two failovers of a region', { failover: [{ from: 'a', to: 'b' }, { from: 'a', to: 'c' }] }, `${web}: two failovers from "a", of which the first is used; name one region to go to`],
    ['for a region that nobody knows', { failover: [{ from: 'eu1', to: 'eu-2' }], knownRegions: ['eu-1', 'eu-2'] }, `${web}: failover: region "eu1" is not among knownRegions, so nothing would match it; use eu-1 and eu-2`],
    ['for no priority', { mode: 'failoverPriority', failoverPriority: [] }, `${web}: failoverPriority is empty; name a label, such as "topology.kubernetes.io/region"`],
    ['for a priority that is no label', { mode: 'failoverPriority', failoverPriority: ['a b'] }, `${web}: failoverPriority "a b": label name "a b" must be 1 to 63 of letters, digits, "-", "_", "." and begin and end with a letter or digit; use a label key, or key=value`],
    ['for a priority without its value', { mode: 'failoverPriority', failoverPriority: ['tier='] }, `${web}: failoverPriority "tier=": the value is empty; use a label key, or key=value`],
    ['for a priority said twice', { mode: 'failoverPriority', failoverPriority: ['tier', 'tier=gold'] }, `${web}: failoverPriority names "tier" twice; name each label once`],
    ['for nothing to distribute', distribute(), `${web}: distribute is empty; say where requests of a place go`],
    ['for shares that do not add up', to({ a: 50, b: 40 }), `${web}: distribute of a: weights { a: 50, b: 40 } add up to 90; make them parts of 100`],
    ['for a share of nothing', to({ a: 100, b: 0 }), `${web}: distribute of a: weights { a: 100, b: 0 } are not whole numbers from 1 to 100; leave a place out to send it nothing`],
    ['for an empty zone', to({ 'a/': 100 }), `${web}: distribute of a: "a/" has an empty zone; write it as "eu-1", "eu-1/a", "eu-1/*" or "*"`],
    ['for four parts', to({ 'a/b/c/d': 100 }), `${web}: distribute of a: "a/b/c/d" has 4 parts, a place is region/zone/subzone; write it as "eu-1", "eu-1/a", "eu-1/*" or "*"`],
    ['for a wildcard in the middle', to({ 'a/*/c': 100 }), `${web}: distribute of a: "a/*/c" has a "*" before its last part; write it as "eu-1", "eu-1/a", "eu-1/*" or "*"`],
    ['for a wildcard that is glued on', to({ 'eu*': 100 }), `${web}: distribute of a: "eu*" has a "*" beside other characters in "eu*", which is matched literally; write it as "eu-1", "eu-1/a", "eu-1/*" or "*"`],
    ['for overlap, the wildcard first', to({ 'a/*': 50, 'a/b/*': 50 }), `${web}: distribute of a: a/* and a/b/* overlap, so which one holds is up to chance; make every place belong to one of them only`],
    ['for overlap, the wildcard last', to({ 'a/b/*': 50, 'a/*': 50 }), `${web}: distribute of a: a/b/* and a/* overlap, so which one holds is up to chance; make every place belong to one of them only`],
    ['for a region beside its zone', to({ a: 50, 'a/b': 50 }), `${web}: distribute of a: a and a/b overlap, so which one holds is up to chance; make every place belong to one of them only`],
    ['for two sources that overlap', distribute({ from: 'a/b', to: { a: 100 } }, { from: '*', to: { a: 100 } }), `${web}: distribute.from: a/b and * overlap, so which one holds is up to chance; make every place belong to one of them only`],
    ['for zone-aware routing of nobody', { mode: 'zoneAware', zoneAware: { callers: [] } }, `${web}: zoneAware without callers, whose proxies have to discover themselves or nothing changes; list the workloads that call, or say callers: 'mesh' when the mesh sets ISTIO_META_ENABLE_SELF_DISCOVERY for all`],
    ['for ejection switched off', { outlierDetection: false }, `${web}: outlierDetection is false, and without it no client leaves a sick place; leave it out for the defaults, or set its fields`],
    ['for ejection of none', { outlierDetection: { maxEjectionPercent: 0 } }, `${web}: outlierDetection.maxEjectionPercent is 0; use 1 to 100`],
    ['for a wait that is none', { connectTimeout: 'soon' }, `${web}: connectTimeout "soon" is not a duration; write it as "2s", "500ms" or "1m30s"`],
    ['for warming up to more than all', { warmup: { duration: '1m', minimumPercent: 101 } }, `${web}: warmup.minimumPercent is 101; use 0 to 100`],
    ['for warming up backwards', { warmup: { duration: '1m', aggression: 0 } }, `${web}: warmup.aggression is 0; use a number above 0`],
    ['for an accept without a reason', { accept: [{ rule: 'traffic/region-unserved', reason: '' }] }, 'accept of traffic/region-unserved has no reason; say why it is right here'],
  ])('%s', (_, props, message) => {
    expect(calling(istio, props)).toThrow(UsageError);
    expect(calling(istio, props)).toThrow(message);
  });
});

describe('what a release does not have is refused with the release that has it:', () => {
  test.each([
    ['zone-aware routing', { mode: 'zoneAware', zoneAware: { callers: 'mesh' } }, `${web}: mode "zoneAware" needs Istio 1.31, the platform has 1.30; use mode 'failover', or a platform with istioVersion: '1.31'`],
    ['gentle warm-up', { warmup: { duration: '1m', aggression: 0.5 } }, `${web}: warmup.aggression is 0.5; use 1 or more; less needs Istio 1.31`],
  ])('%s', (_, props, message) => {
    expect(calling(old, props)).toThrow(message);
  });
});

test('without a mesh there is nobody to prefer anything', () => {
  const plain = shop({ ...plainKubernetes({ cluster: 'test', gatewayApi: { className: 'example' } }), ingress });
  expect(calling(plain, {})).toThrow('locality: plain Kubernetes knows zones at most, and leaves none that is sick; set trafficDistribution on the Service, or use a mesh such as istioSidecar');
});

describe('places', () => {
  const part = fc.constantFrom('a', 'b', '*');
  const place = fc.array(part, { minLength: 1, maxLength: 3 }).map(parts => parts.join('/')).filter(text => placeProblem(text) === undefined);
  const covers = (pattern: string, locality: readonly string[]): boolean => pattern.split('/').every((step, i) => step === '*' || step === locality[i]);
  const everywhere = ['a', 'b'].flatMap(region => ['a', 'b'].flatMap(zone => ['a', 'b'].map(subzone => [region, zone, subzone])));

  test('overlap exactly where one locality is meant by both', () => {
    fc.assert(fc.property(place, place, (a, b) => {
      expect(overlaps(a, b)).toBe(everywhere.some(locality => covers(a, locality) && covers(b, locality)));
      expect(overlaps(a, b)).toBe(overlaps(b, a));
    }));
  });
});
