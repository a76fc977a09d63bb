import { matches } from '../model/labels';
import { sameValue } from '../model/json';
import type { RequestMatch, TextMatch } from './request-match';

/**
 * Whether every request that meets `inner`, at every proxy that has it, meets `outer` too, so that a rule with `inner` behind one with `outer` never gets it. Where
 * expressions would have to be compared, the answer is no unless they are the same text.
 */
export function covers(outer: RequestMatch, inner: RequestMatch): boolean {
  return coversPlace(outer, inner)
    && coversText(outer.uri, inner.uri, outer.ignoreCase === true, inner.ignoreCase === true)
    && coversText(outer.method, inner.method)
    && coversText(outer.authority, inner.authority)
    && coversText(outer.scheme, inner.scheme)
    && (['headers', 'queryParams'] as const).every(field => Object.entries(outer[field]).every(([name, text]) => inner[field][name] !== undefined && coversText(text, inner[field][name])))
    && Object.entries(outer.withoutHeaders).every(([name, text]) => sameValue(text, inner.withoutHeaders[name]));
}

/** A list of gateways replaces the conditions on the source. */
function coversPlace(outer: RequestMatch, inner: RequestMatch): boolean {
  if (outer.port !== undefined && outer.port !== inner.port) return false;
  if (outer.gateways.length > 0) return inner.gateways.length > 0 && inner.gateways.every(gateway => outer.gateways.includes(gateway));
  const open = Object.keys(outer.sourceLabels).length === 0 && outer.sourceNamespace === undefined;
  return open || (inner.gateways.length === 0 && matches(outer.sourceLabels, inner.sourceLabels) && (outer.sourceNamespace === undefined || outer.sourceNamespace === inner.sourceNamespace));
}

function coversText(outer: TextMatch | undefined, inner: TextMatch | undefined, outerFolds = false, innerFolds = false): boolean {
  if (outer === undefined) return true;
  if (outer.kind === 'prefix' && outer.value === '/') return true;
  if (outer.kind === 'regex' && outer.value === '.*') return true;
  if (inner === undefined) return false;
  if (outer.kind === 'present') return true;
  if (innerFolds && !outerFolds) return false;
  const [wide, narrow] = outerFolds ? [outer.value.toLowerCase(), inner.value.toLowerCase()] : [outer.value, inner.value];
  switch (outer.kind) {
    case 'exact':
      return inner.kind === 'exact' && wide === narrow;
    case 'prefix':
      return (inner.kind === 'exact' || inner.kind === 'prefix' || inner.kind === 'segments') && narrow.startsWith(wide);
    case 'segments':
      return (inner.kind === 'exact' || inner.kind === 'segments') && (narrow === wide || narrow.startsWith(wide.endsWith('/') ? wide : `${wide}/`));
    case 'regex':
      return inner.kind === 'regex' && outer.value === inner.value;
  }
}

/** Whether some request may meet both matches. Only where two conditions exclude each other for certain it is no. */
export function mayMeet(a: RequestMatch, b: RequestMatch): boolean {
  const apart = (field: 'uri' | 'method' | 'authority' | 'scheme'): boolean => excludes(a[field], b[field], a.ignoreCase === true || b.ignoreCase === true);
  if (a.port !== undefined && b.port !== undefined && a.port !== b.port) return false;
  if ((['uri', 'method', 'authority', 'scheme'] as const).some(apart)) return false;
  if ((['headers', 'queryParams'] as const).some(field => Object.entries(a[field]).some(([name, text]) => excludes(text, b[field][name])))) return false;
  const forbids = (one: RequestMatch, other: RequestMatch): boolean => Object.entries(one.withoutHeaders).some(([name, text]) => text.kind === 'present' && other.headers[name] !== undefined);
  return !forbids(a, b) && !forbids(b, a);
}

/** Whether no text meets both. Expressions may mean anything. */
function excludes(a: TextMatch | undefined, b: TextMatch | undefined, folds = false): boolean {
  if (a === undefined || b === undefined || [a, b].some(({ kind }) => kind === 'regex' || kind === 'present')) return false;
  const [one, other] = folds ? [{ ...a, value: a.value.toLowerCase() }, { ...b, value: b.value.toLowerCase() }] : [a, b];
  if (one.kind === 'exact') return !coversText(other, one);
  return other.kind === 'exact' ? !coversText(one, other) : !one.value.startsWith(other.value) && !other.value.startsWith(one.value);
}
