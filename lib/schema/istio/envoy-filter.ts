import { child, children, has, type Place } from '../builtin/place';
import { regularExpressionProblem } from '../re2-syntax';
import { newNameOf } from './envoy-names';
import { selector } from './fields';
import { advise, bytesOf, filled, refuse, warn, written } from './place';

const ofListeners = new Set(['LISTENER', 'FILTER_CHAIN', 'NETWORK_FILTER', 'HTTP_FILTER']);
const ofRoutes = new Set(['ROUTE_CONFIGURATION', 'VIRTUAL_HOST', 'HTTP_ROUTE']);
/** What a patch of these writes has a name and a configuration with a type. */
const typed = new Set(['NETWORK_FILTER', 'HTTP_FILTER', 'LISTENER_FILTER', 'EXTENSION_CONFIG']);
const connectionManagers = new Set(['envoy.filters.network.http_connection_manager', 'envoy.http_connection_manager']);

/** Source: Istio 1.31, pkg/config/validation/envoyfilter. Values of patches are Envoy's own, and are looked at for their types alone. */
export function envoyFilter(root: Place): void {
  advise(root, ['spec'], 'an EnvoyFilter changes what istiod makes, which may be made otherwise with any release', 'use another kind where one can do it, and test it with each release');
  const spec = child(root, 'spec');
  if (spec === undefined) return;
  selector(spec, 'workloadSelector', 'labels');
  for (const patch of children(spec, 'configPatches')) configPatch(patch);
}

/** Why a filter is not judged as a whole. */
export function uncheckedPatches(root: Place): readonly string[] {
  const spec = child(root, 'spec');
  const values = spec !== undefined && children(spec, 'configPatches').some(one => has(child(one, 'patch') ?? one, 'value'));
  return values ? ['values of EnvoyFilter patches are not read as Envoy\'s types'] : [];
}

function configPatch(place: Place): void {
  const match = child(place, 'match');
  // istiod does not judge patches of waypoints.
  if (match !== undefined && written(match, 'context') === 'WAYPOINT') return;
  const applyTo = written(place, 'applyTo') || 'INVALID';
  if (applyTo === 'INVALID') return refuse(place, 'applyTo', '"applyTo" must be given');
  const patch = child(place, 'patch');
  if (patch === undefined) return has(place, 'patch') ? undefined : refuse(place, 'patch', '"patch" must be given');
  const operation = written(patch, 'operation') || 'INVALID';
  if (operation === 'INVALID') return refuse(patch, 'operation', '"operation" must be given');
  if (operation !== 'REMOVE' && !has(patch, 'value')) return refuse(patch, 'value', `"value" must be given for operation ${operation}`);
  if (match !== undefined && !matches(match, applyTo)) return;
  const value = child(patch, 'value');
  if (value === undefined || !typed.has(applyTo)) return;
  const configuration = child(value, 'typed_config') ?? child(value, 'typedConfig');
  const type = configuration === undefined ? '' : written(configuration, '@type') ?? '';
  if (configuration !== undefined && typeof configuration.value['@type'] !== 'string') refuse(configuration, '@type', '"@type" must be given: the type of the configuration');
  if (configuration !== undefined && /\/envoy\..*\.v2\./.test(type)) refuse(configuration, '@type', `"${type}" is a type of Envoy's API v2, which is gone`, 'write the type of v3');
  // With any other field there may be a type somewhere.
  if (Object.keys(value.value).every(key => key === 'name')) warn(patch, 'value', 'the filter is known by its name alone, without "typed_config"', 'add typed_config with the type of the filter');
}

/** Whether istiod looks at the value behind a match. */
function matches(match: Place, applyTo: string): boolean {
  const proxy = child(match, 'proxy');
  const version = proxy === undefined ? '' : written(proxy, 'proxyVersion') ?? '';
  if (proxy !== undefined && bytesOf(version) > 1024) warn(proxy, 'proxyVersion', `the expression has ${bytesOf(version)} bytes, and above 1024 it is ignored`, 'shorten it');
  else if (proxy !== undefined) {
    const wrong = regularExpressionProblem(version);
    if (wrong !== undefined) {
      refuse(proxy, 'proxyVersion', `the regular expression ${JSON.stringify(version)} ${wrong}`, 'write it in the syntax of RE2');
      return false;
    }
  }
  const kind = ['listener', 'routeConfiguration', 'cluster', 'waypoint'].find(key => has(match, key));
  const wanted = ofListeners.has(applyTo) ? 'listener' : ofRoutes.has(applyTo) ? 'routeConfiguration' : applyTo === 'CLUSTER' ? 'cluster' : undefined;
  if (kind !== undefined && wanted !== undefined && kind !== wanted) {
    refuse(match, kind, `"${kind}" is not matched for ${applyTo}, "${wanted}" is`);
    return wanted !== 'listener';
  }
  return wanted !== 'listener' || filterMatch(match, applyTo);
}

function filterMatch(match: Place, applyTo: string): boolean {
  const listener = child(match, 'listener');
  const chain = listener === undefined ? undefined : child(listener, 'filterChain');
  const filter = chain === undefined ? undefined : child(chain, 'filter');
  if (filter === undefined) return true;
  if (applyTo === 'LISTENER' || applyTo === 'FILTER_CHAIN') warn(filter, [], `a filter is not matched for ${applyTo}: it does nothing`, 'remove it');
  const before = filter.problems.length;
  const below = child(filter, 'subFilter');
  const name = written(filter, 'name');
  if (!filled(filter, 'name')) refuse(filter, 'name', '"name" must be given');
  else if (below !== undefined) {
    if (applyTo !== 'HTTP_FILTER') refuse(filter, 'subFilter', `"subFilter" is for HTTP_FILTER, not for ${applyTo}`);
    else if (name !== undefined && !connectionManagers.has(name)) refuse(filter, 'name', `"${name}" has no filters within: envoy.filters.network.http_connection_manager has`);
    else if (!filled(below, 'name')) refuse(below, 'name', '"name" must be given');
  }
  if (filter.problems.length > before) return false;
  for (const one of below === undefined ? [filter] : [filter, below]) {
    const newer = newNameOf(written(one, 'name') ?? '');
    if (newer !== undefined) warn(one, 'name', `"${written(one, 'name') ?? ''}" is an older name`, `write ${newer}`);
  }
  return true;
}
