import type { JsonObject } from '../../../lib/model/json';
import { admission } from '../../../lib/schema/istio/admission';
import { object, refused } from './rows';

const remove = { applyTo: 'HTTP_FILTER', patch: { operation: 'REMOVE' } };
const filter = (spec: JsonObject): JsonObject => object('networking.istio.io/v1alpha3', 'EnvoyFilter', spec);
const patched = (one: JsonObject): JsonObject => filter({ configPatches: [{ ...remove, ...one }] });
const matched = (match: JsonObject): JsonObject => patched({ match });
const inChain = (one: JsonObject): JsonObject => ({ listener: { filterChain: { filter: one } } });
const value = (typed: string): JsonObject => ({ patch: { operation: 'ADD', value: { name: 'a', typed_config: { '@type': typed } } } });
const patch0 = 'spec.configPatches[0]';
const manager = 'envoy.filters.network.http_connection_manager';

/** Every EnvoyFilter is advised against; the rest is what a case is about. */
function others(one: JsonObject): readonly string[] {
  return admission(one).warnings.filter(({ advice }) => advice !== true).map(({ path }) => path.join('.'));
}

describe('EnvoyFilter', () => {
  refused([
    ['it applies to something', {}, { applyTo: undefined }, `${patch0}.applyTo`],
    ['it patches', {}, { patch: undefined }, `${patch0}.patch`],
    ['it does something', {}, { patch: {} }, `${patch0}.patch.operation`],
    ['what is written has a value', { patch: { operation: 'ADD', value: { name: 'a' } } }, { patch: { operation: 'ADD' } }, `${patch0}.patch.value`],
    ['a type is of v3', value('type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua'), value('type.googleapis.com/envoy.config.filter.http.lua.v2.Lua'), `${patch0}.patch.value.typed_config["@type"]`],
    ['a configuration has a type', value('type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua'), { patch: { operation: 'ADD', value: { name: 'a', typed_config: {} } } }, `${patch0}.patch.value.typed_config["@type"]`],
    ['clusters are matched as clusters', { applyTo: 'CLUSTER', match: { cluster: {} } }, { applyTo: 'CLUSTER', match: { listener: {} } }, `${patch0}.match.listener`],
    ['routes are matched as routes', { applyTo: 'HTTP_ROUTE', match: { routeConfiguration: {} } }, { applyTo: 'HTTP_ROUTE', match: { cluster: {} } }, `${patch0}.match.cluster`],
    ['filters within are of HTTP', { match: inChain({ name: manager, subFilter: { name: 'a' } }) }, { applyTo: 'NETWORK_FILTER', match: inChain({ name: manager, subFilter: { name: 'a' } }) }, `${patch0}.match.listener.filterChain.filter.subFilter`],
  ], patched);
  refused([
    ['a version is an expression of RE2', { proxy: { proxyVersion: '^1\\.3.*' } }, { proxy: { proxyVersion: '(?=1)' } }, `${patch0}.match.proxy.proxyVersion`],
    ['filters are matched in listeners', { listener: {} }, { cluster: {} }, `${patch0}.match.cluster`],
    ['a filter has a name', inChain({ name: 'a' }), inChain({}), `${patch0}.match.listener.filterChain.filter.name`],
    ['a filter has filters within', inChain({ name: manager, subFilter: { name: 'a' } }), inChain({ name: 'a', subFilter: { name: 'a' } }), `${patch0}.match.listener.filterChain.filter.name`],
    ['a filter within has a name', inChain({ name: manager, subFilter: { name: 'a' } }), inChain({ name: manager, subFilter: {} }), `${patch0}.match.listener.filterChain.filter.subFilter.name`],
    ['a waypoint is not judged', { context: 'WAYPOINT', cluster: {} }, { context: 'GATEWAY', cluster: {} }, `${patch0}.match.cluster`],
  ], matched);
  refused([['labels are no patterns', { workloadSelector: { labels: { a: 'b' } } }, { workloadSelector: { labels: { a: '*' } } }, 'spec.workloadSelector.labels.a']], filter);

  test.each([
    ['an older name of a filter', matched(inChain({ name: 'envoy.router' })), 'spec.configPatches.0.match.listener.filterChain.filter.name'],
    ['an older name within', matched(inChain({ name: manager, subFilter: { name: 'envoy.cors' } })), 'spec.configPatches.0.match.listener.filterChain.filter.subFilter.name'],
    ['a filter where listeners are patched', patched({ applyTo: 'LISTENER', match: inChain({ name: 'a' }) }), 'spec.configPatches.0.match.listener.filterChain.filter'],
    ['a filter without a type', patched({ patch: { operation: 'ADD', value: { name: 'envoy.filters.http.router' } } }), 'spec.configPatches.0.patch.value'],
    ['a version that is too long', matched({ proxy: { proxyVersion: 'a'.repeat(1025) } }), 'spec.configPatches.0.match.proxy.proxyVersion'],
    ['a selector without labels', filter({ workloadSelector: {} }), 'spec.workloadSelector'],
  ])('warned of: %s', (_what, one, path) => {
    expect(admission(one).errors).toEqual([]);
    expect(others(one)).toEqual([path]);
  });

  test('each is advised against', () => {
    expect(admission(filter({})).warnings).toMatchObject([{ warning: 'IST0133', advice: true, path: ['spec'] }]);
  });

  test('values are Envoy\'s own: that they are not read is said', () => {
    expect([patched({}), patched({ patch: { operation: 'ADD', value: { name: 'a' } } })].map(one => admission(one).unchecked.length)).toEqual([0, 1]);
  });
});
