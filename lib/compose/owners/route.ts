import type { Finding } from '../../model/finding';
import { canonical, compare, sameValue } from '../../model/json';
import type { Labels } from '../../model/labels';
import { describe, type ObjectReference } from '../../model/object';
import type { Platform } from '../../platform/platform';
import type { Contribution, HttpRouteShare, RouteRank, VirtualServiceShare } from '../../systems/contribution';
import { manifest } from '../../systems/emitted';
import { pageOf } from '../../systems/remark';
import { gatewayApi } from '../../systems/gateway-api/kinds';
import { networking } from '../../systems/istio/kinds';
import { composed, conflict, originsOf, type Owned } from '../composed';
import { groupBy } from '../../model/group-by';

type RouteShare = VirtualServiceShare | HttpRouteShare;

/** One route per mesh host, and one per gateway and host name: a second one is dropped, or wins by age. */
export function ownVirtualServices(contributions: readonly Contribution<VirtualServiceShare>[], platform: Platform): Owned {
  return ownRoutes(contributions, { apiVersion: networking, kind: 'VirtualService' }, platform, (share, rules) => ({
    hosts: share.hosts,
    ...(share.gateway === undefined ? {} : { gateways: [share.gateway] }),
    http: rules,
  }));
}

/** The same for the Gateway API. */
export function ownHttpRoutes(contributions: readonly Contribution<HttpRouteShare>[], platform: Platform): Owned {
  return ownRoutes(contributions, { apiVersion: gatewayApi, kind: 'HTTPRoute' }, platform, (share, rules) => ({
    parentRefs: [share.parent],
    ...(share.hostnames.length === 0 ? {} : { hostnames: share.hostnames }),
    rules,
  }));
}

function ownRoutes<S extends RouteShare>(contributions: readonly Contribution<S>[], kind: { readonly apiVersion: string; readonly kind: string }, platform: Platform, specOf: (share: S, rules: readonly S['rule'][]) => unknown): Owned {
  const results = groupBy(contributions, ({ share }) => share.key).map((group): Owned => {
    const [first] = group;
    if (first === undefined) return { objects: [], findings: [] };
    const { name, namespace } = first.share;
    const reference: ObjectReference = { ...kind, namespace, name };
    const findings: Finding[] = [];
    if (group.some(({ share }) => share.namespace !== namespace)) {
      const values = groupBy(group, ({ share }) => share.namespace).map(part => ({ value: part[0]?.share.namespace, origins: originsOf(part) }));
      findings.push(conflict(reference, ['metadata', 'namespace'], values, 'one host name of a gateway can be routed from one namespace only; use a host name for each'));
    }
    const ranked = distinct(group);
    for (const same of groupBy(ranked, ({ share }) => `${share.rank} ${canonical(matchesOf(share))}`).filter(part => part.length > 1)) {
      findings.push(conflict(reference, ['spec'], same.map(({ share, origin }) => ({ value: share.rule, origins: [origin] })), 'of two rules with one match, or with none, only the first is ever tried; give one of them a match of its own, or keep one'));
    }
    if (kind.kind === 'HTTPRoute' && ranked.length > mostRules) findings.push(tooMany(reference, ranked));
    const written = manifest(platform, { ...kind, name, namespace, labels: labelled(name), spec: specOf(first.share, untaken(ranked.map(({ share }) => share.rule))) });
    return { objects: [composed(written, 'route', group)], findings };
  });
  return { objects: results.flatMap(({ objects }) => objects), findings: results.flatMap(({ findings }) => findings) };
}

/** Matches that an earlier rule has are never tried: `/cart` alone, and then `/cart` with all below it. A rule left with none stays as it is, for its conflict. */
function untaken<R extends RouteShare['rule']>(rules: readonly R[]): readonly R[] {
  const taken = new Set<string>();
  return rules.map(rule => {
    if (!('match' in rule) || rule.match === undefined) return rule;
    const match = rule.match.filter(each => !taken.has(canonical(each)));
    for (const each of match) taken.add(canonical(each));
    return match.length === 0 ? rule : { ...rule, match };
  });
}

/** Most rules that one HTTPRoute may have (Gateway API, `maxItems`). */
const mostRules = 16;

function tooMany(object: ObjectReference, rules: readonly Contribution<RouteShare>[]): Finding {
  return {
    rule: 'route/too-many-rules',
    codes: [],
    severity: 'error',
    object,
    path: ['spec', 'rules'],
    constructs: originsOf(rules).map(({ path }) => path),
    message: `${describe(object)} would have ${rules.length} rules, and an HTTPRoute has at most ${mostRules}: the API server refuses it`,
    help: 'spread the paths over several host names, or switch stickiness off',
    url: pageOf('route/too-many-rules'),
  };
}

/** Names of routes are made of host names, which may be longer than a label. */
function labelled(name: string): Labels {
  return name.length > 63 ? {} : { 'app.kubernetes.io/name': name };
}

const ranks: readonly RouteRank[] = ['fault-override', 'fault-sticky', 'fault', 'override', 'sticky', 'match', 'weights', 'fallback'];

/** The rules in the order in which they are tried, equal ones once, and fallbacks only where nothing else has their match. */
function distinct<S extends RouteShare>(group: readonly Contribution<S>[]): readonly Contribution<S>[] {
  const sorted = [...group].sort(
    (a, b) => compare(breadth(a.share), breadth(b.share)) || ranks.indexOf(a.share.rank) - ranks.indexOf(b.share.rank) || specificity(b.share) - specificity(a.share) || compare(canonical(a.share.rule), canonical(b.share.rule)) || compare(a.origin.path, b.origin.path),
  );
  const once = sorted.filter((entry, i) => sorted.findIndex(other => sameValue(other.share.rule, entry.share.rule)) === i);
  return once.filter(({ share }) => share.rank !== 'fallback' || !once.some(other => other.share.rank === 'weights' && sameValue(matchesOf(other.share), matchesOf(share))));
}

/** Single paths first, then the longest prefixes: a rule of a broader path would take what a narrower one is for. */
function breadth({ path }: RouteShare): string {
  const length = path === undefined ? 0 : 'exact' in path ? path.exact.length : path.prefix.length;
  return `${path !== undefined && 'exact' in path ? 0 : 1}${String(99999 - length)}`;
}

function matchesOf(share: RouteShare): readonly object[] {
  return (share.owner === 'virtual-service' ? share.rule.match : share.rule.matches) ?? [];
}

/** How many conditions a rule has: the more, the earlier. */
function specificity(share: RouteShare): number {
  return matchesOf(share).reduce((most, match) => Math.max(most, conditions(match)), 0);
}

function conditions(value: unknown): number {
  return typeof value === 'object' && value !== null ? Object.values(value).reduce<number>((sum, part) => sum + conditions(part), 0) : 1;
}
