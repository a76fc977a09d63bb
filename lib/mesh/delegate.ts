import type { RequestMatch, TextMatch } from './request-match';

/**
 * The matches of a delegate under those of the rule that delegates: each has to lie within one of the outer ones, and takes from it what it does not say.
 *
 * Source: `mergeHTTPMatchRequests`, `hasConflict` (`model/virtualservice.go`) of Istio 1.31.
 *
 * @returns the merged matches, or `undefined` where one lies within none: the delegate's rule is then dropped
 */
export function mergedMatches(outer: readonly RequestMatch[], inner: readonly RequestMatch[]): readonly RequestMatch[] | undefined {
  if (outer.length === 0) return inner;
  if (inner.length === 0) return outer;
  const merged = inner.map(match => outer.filter(root => !conflict(root, match)).map(root => joined(root, match)));
  return merged.some(found => found.length === 0) ? undefined : merged.flat();
}

function joined(root: RequestMatch, match: RequestMatch): RequestMatch {
  return {
    ...root,
    ...match,
    headers: { ...root.headers, ...match.headers },
    withoutHeaders: { ...root.withoutHeaders, ...match.withoutHeaders },
    queryParams: { ...root.queryParams, ...match.queryParams },
    gateways: match.gateways.length === 0 ? root.gateways : match.gateways,
    sourceLabels: { ...root.sourceLabels, ...match.sourceLabels },
  };
}

function conflict(root: RequestMatch, match: RequestMatch): boolean {
  return (['uri', 'scheme', 'method', 'authority'] as const).some(field => outside(root[field], match[field]))
    || (['headers', 'withoutHeaders', 'queryParams'] as const).some(field => Object.entries(match[field]).some(([name, text]) => outside(root[field][name], text)))
    || (root.ignoreCase === true) !== (match.ignoreCase === true)
    || (root.port !== undefined && match.port !== undefined && root.port !== match.port)
    || (root.sourceNamespace !== undefined && match.sourceNamespace !== root.sourceNamespace)
    || Object.entries(match.sourceLabels).some(([key, value]) => root.sourceLabels[key] !== undefined && root.sourceLabels[key] !== value)
    || (root.gateways.length > 0 && !match.gateways.every(gateway => root.gateways.includes(gateway)));
}

/** Whether a condition is not clearly within another. Expressions never are. */
function outside(root: TextMatch | undefined, leaf: TextMatch | undefined): boolean {
  if (root === undefined || leaf === undefined) return false;
  if (root.kind === 'exact') return leaf.kind !== 'exact' || leaf.value !== root.value;
  if (root.kind === 'prefix') return !(leaf.kind === 'prefix' || leaf.kind === 'exact') || !leaf.value.startsWith(root.value);
  return true;
}
