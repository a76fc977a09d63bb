import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';
import { isObject, type JsonObject } from '../model/json';
import { matches, type Labels } from '../model/labels';
import { certainly, every, not, type Certainty } from '../model/certainty';
import type { Client } from './client';
import { labelsAt, numberAt, objectAt, textAt } from './fields';

/**
 * Conditions of a route on a request, of VirtualServices and HTTPRoutes alike.
 *
 * Source: `sourceMatchHTTP`, `TranslateRoute`, `TranslateRouteMatch` (`core/route/route.go`) of Istio 1.31.
 */

/** `segments` is the prefix of the Gateway API: whole segments of a path. `present`: any value. */
export interface TextMatch {
  readonly kind: 'exact' | 'prefix' | 'segments' | 'regex' | 'present';
  readonly value: string;
}

export interface RequestMatch {
  readonly uri?: TextMatch;
  readonly ignoreCase?: boolean;
  readonly method?: TextMatch;
  readonly authority?: TextMatch;
  readonly scheme?: TextMatch;
  readonly headers: Readonly<Record<string, TextMatch>>;
  readonly withoutHeaders: Readonly<Record<string, TextMatch>>;
  readonly queryParams: Readonly<Record<string, TextMatch>>;
  /** Port that the client dials: the Service's, or the server's of a gateway. */
  readonly port?: number;
  /** `mesh`, or `namespace/name` of gateways. Empty: not asked. */
  readonly gateways: readonly string[];
  readonly sourceLabels: Labels;
  readonly sourceNamespace?: string;
  readonly object: ClusterObject;
  readonly path: FieldPath;
}

/** What is known of a request. What is absent is not known, and conditions on it are unknown. */
export interface RouteRequest {
  readonly method?: string;
  /** With the query, as `/cart?item=1`. */
  readonly path?: string;
  readonly authority?: string;
  /** Lower-case names. Where it is given it has all headers. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Where a request is routed: by the sidecar of a client, or by a gateway. */
export interface RoutedAt {
  readonly client: Client;
  /** `mesh`, or `namespace/name` of the gateway. */
  readonly gateway: string;
  readonly port: number;
}

/**
 * Whether a match is there at all for a proxy: it is dropped where it names other gateways, other sources or another port. A list of gateways replaces
 * the conditions on the source.
 */
export function appliesAt({ gateways, sourceLabels, sourceNamespace, port }: RequestMatch, at: RoutedAt): boolean {
  if (port !== undefined && port !== at.port) return false;
  if (gateways.length > 0) return gateways.includes(at.gateway);
  return matches(sourceLabels, at.client.labels) && (sourceNamespace === undefined || sourceNamespace === at.client.namespace);
}

/** Whether a request meets a match that is there. */
export function meets(match: RequestMatch, request: RouteRequest): Certainty {
  const [path, query] = request.path === undefined ? [undefined, undefined] : split(request.path);
  return every([
    match.uri === undefined ? 'yes' : ask(match.uri, path, match.ignoreCase === true),
    match.method === undefined ? 'yes' : ask(match.method, request.method),
    match.authority === undefined ? 'yes' : ask(match.authority, request.authority),
    // Whether a client dials http or https is not part of the question.
    match.scheme === undefined ? 'yes' : 'unknown',
    ...Object.entries(match.headers).map(([name, text]) => askHeader(name, text, request)),
    ...Object.entries(match.withoutHeaders).map(([name, text]) => not(askHeader(name, text, request))),
    ...Object.entries(match.queryParams).map(([name, text]) => (request.path === undefined ? 'unknown' : askPresent(text, query?.get(name) ?? undefined))),
  ]);
}

/** A match that lets every request through, so that no later rule is reached. Source: `IsCatchAllRoute`. */
export function catchesAll({ uri, method, authority, scheme, headers, withoutHeaders, queryParams }: RequestMatch): boolean {
  const path = uri === undefined || ((uri.kind === 'prefix' || uri.kind === 'segments') && uri.value === '/') || (uri.kind === 'regex' && uri.value === '.*');
  return path && method === undefined && authority === undefined && scheme === undefined && [headers, withoutHeaders, queryParams].every(map => Object.keys(map).length === 0);
}

function split(path: string): readonly [string, URLSearchParams] {
  const mark = path.indexOf('?');
  return mark < 0 ? [path, new URLSearchParams()] : [path.slice(0, mark), new URLSearchParams(path.slice(mark + 1))];
}

function askHeader(name: string, text: TextMatch, { headers }: RouteRequest): Certainty {
  // Claims of a token, which no manifest knows.
  if (name.startsWith('@request.auth.claims')) return 'unknown';
  return headers === undefined ? 'unknown' : askPresent(text, headers[name.toLowerCase()]);
}

function askPresent(text: TextMatch, value: string | undefined): Certainty {
  return value === undefined ? 'no' : ask(text, value);
}

function ask({ kind, value }: TextMatch, text: string | undefined, ignoreCase = false): Certainty {
  if (text === undefined) return 'unknown';
  const [wanted, given] = ignoreCase ? [value.toLowerCase(), text.toLowerCase()] : [value, text];
  switch (kind) {
    case 'present':
      return 'yes';
    case 'exact':
      return certainly(given === wanted);
    case 'prefix':
      return certainly(given.startsWith(wanted));
    case 'segments': {
      const prefix = wanted.endsWith('/') ? wanted.slice(0, -1) : wanted;
      return certainly(given === prefix || given.startsWith(`${prefix}/`));
    }
    case 'regex':
      return whole(value, text);
  }
}

/** Expressions have to match the whole text. One that this engine reads differently than RE2, or not at all, leaves it open. */
function whole(expression: string, text: string): Certainty {
  if (/\(\?[^:]|\\[zAQEC]|\[\[:/.test(expression)) return 'unknown';
  try {
    return certainly(new RegExp(`^(?:${expression})$`, 'u').test(text));
  } catch {
    return 'unknown';
  }
}

/** The match of a VirtualService. `gateways` come with their full names. */
export function readMatch(match: JsonObject, object: ClusterObject, path: FieldPath, gateways: readonly string[]): RequestMatch {
  const [uri, method, authority, scheme] = ['uri', 'method', 'authority', 'scheme'].map(field => textMatch(objectAt(match, field)));
  const [port, sourceNamespace] = [numberAt(match, 'port'), textAt(match, 'sourceNamespace')];
  return {
    ...(uri === undefined ? {} : { uri }),
    ...(match['ignoreUriCase'] === true ? { ignoreCase: true } : {}),
    ...(method === undefined ? {} : { method }),
    ...(authority === undefined ? {} : { authority }),
    ...(scheme === undefined ? {} : { scheme }),
    headers: textMatches(objectAt(match, 'headers')),
    withoutHeaders: textMatches(objectAt(match, 'withoutHeaders')),
    queryParams: textMatches(objectAt(match, 'queryParams')),
    ...(port === undefined || port === 0 ? {} : { port }),
    gateways,
    sourceLabels: labelsAt(match, 'sourceLabels'),
    ...(sourceNamespace === undefined || sourceNamespace === '' ? {} : { sourceNamespace }),
    object,
    path,
  };
}

function textMatch(match: JsonObject | undefined): TextMatch | undefined {
  if (match === undefined) return undefined;
  for (const kind of ['exact', 'prefix', 'regex'] as const) {
    const value = textAt(match, kind);
    if (value !== undefined) return kind === 'regex' && value === '*' ? { kind: 'present', value } : { kind, value };
  }
  return { kind: 'present', value: '' };
}

function textMatches(map: JsonObject | undefined): Readonly<Record<string, TextMatch>> {
  return Object.fromEntries(Object.entries(map ?? {}).map(([name, match]) => [name, textMatch(isObject(match) ? match : {}) ?? { kind: 'present', value: '' }]));
}
