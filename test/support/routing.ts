import type { Manifest } from '../../lib/model/object';

/**
 * Where a request goes, read off routes as their own documentation says: Istio's VirtualService in the order of its rules, the Gateway
 * API's HTTPRoute by its precedence. Knows nothing of the library that wrote them.
 */
export interface Request {
  /** `mesh`, or `namespace/name` of the gateway that an outsider comes through. */
  readonly via: string;
  readonly host: string;
  readonly port?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Parts of 100 by the value of the pods' label `version`, with what the answer tells the client to keep. */
export interface Outcome {
  readonly to: Readonly<Record<string, number>>;
  readonly cookies: Readonly<Record<string, string>>;
  readonly mirror?: { readonly to: string; readonly percent: number };
  readonly timeout?: string;
  readonly fault?: true;
}

interface Target {
  readonly version: string;
  readonly weight: number;
  readonly cookie: string | undefined;
}

/** `undefined`: no rule takes the request. */
export function routed(manifests: readonly Manifest[], request: Request): Outcome | undefined {
  return manifests.some(({ kind }) => kind === 'VirtualService') ? virtualService(manifests, request) : httpRoute(manifests, request);
}

interface VirtualServiceRule {
  readonly match?: readonly { readonly port?: number; readonly headers?: Readonly<Record<string, { readonly exact?: string; readonly regex?: string }>> }[];
  readonly route: readonly {
    readonly destination: VirtualServiceDestination;
    readonly weight?: number;
    readonly headers?: { readonly response: { readonly add: Readonly<Record<string, string>> } };
  }[];
  readonly mirrors?: readonly { readonly destination: VirtualServiceDestination; readonly percentage: { readonly value: number } }[];
  readonly timeout?: string;
  readonly fault?: unknown;
}

interface VirtualServiceDestination {
  readonly host: string;
  readonly subset?: string;
}

function virtualService(manifests: readonly Manifest[], { via, host, port, headers = {} }: Request): Outcome | undefined {
  const specs = specsOf<{ readonly hosts: readonly string[]; readonly gateways?: readonly string[]; readonly http: readonly VirtualServiceRule[] }>(manifests, 'VirtualService');
  const bound = specs.filter(({ hosts, gateways = ['mesh'] }) => gateways.includes(via) && hosts.some(candidate => covers(candidate, host)));
  if (bound.length > 1) throw new Error(`${bound.length} VirtualServices for ${host} via ${via}: which one wins depends on their age`);
  const rule = bound
    .flatMap(({ http }) => http)
    .find(({ match }) => match === undefined || match.some(one => (one.port === undefined || one.port === port) && Object.entries(one.headers ?? {}).every(([name, want]) => agrees(valueOf(headers, name), want))));
  if (rule === undefined) return undefined;
  const [mirror] = rule.mirrors ?? [];
  return {
    ...shares(rule.route.map(({ destination, weight, headers: added }) => ({ version: subset(manifests, destination), weight: weight ?? 0, cookie: added?.response.add['set-cookie'] }))),
    ...(mirror === undefined ? {} : { mirror: { to: subset(manifests, mirror.destination), percent: mirror.percentage.value } }),
    ...(rule.timeout === undefined ? {} : { timeout: rule.timeout }),
    ...(rule.fault === undefined ? {} : { fault: true as const }),
  };
}

function subset(manifests: readonly Manifest[], { host, subset: name }: VirtualServiceDestination): string {
  if (name === undefined) return 'any';
  const rules = specsOf<{ readonly host: string; readonly subsets?: readonly { readonly name: string; readonly labels: Readonly<Record<string, string>> }[] }>(manifests, 'DestinationRule');
  const found = rules.filter(rule => rule.host === host).flatMap(({ subsets = [] }) => subsets.filter(candidate => candidate.name === name));
  const version = found[0]?.labels['version'];
  if (version === undefined || found.length > 1) throw new Error(`subset ${name} of ${host} is defined ${found.length} times`);
  return version;
}

interface Backend {
  readonly name: string;
  readonly weight?: number;
  readonly filters?: readonly { readonly responseHeaderModifier: { readonly add: readonly { readonly name: string; readonly value: string }[] } }[];
}

interface HttpRouteRule {
  readonly matches?: readonly { readonly headers: readonly { readonly type: string; readonly name: string; readonly value: string }[] }[];
  readonly filters?: readonly { readonly requestMirror?: { readonly backendRef: Backend; readonly percent?: number; readonly fraction?: { readonly numerator: number; readonly denominator: number } } }[];
  readonly backendRefs?: readonly Backend[];
  readonly timeouts?: { readonly request?: string };
}

interface HttpRouteSpec {
  readonly parentRefs: readonly { readonly kind?: string; readonly name: string; readonly namespace?: string; readonly port?: number; readonly sectionName?: string }[];
  readonly hostnames?: readonly string[];
  readonly rules: readonly HttpRouteRule[];
}

function httpRoute(manifests: readonly Manifest[], { via, host, port = 80, headers = {} }: Request): Outcome | undefined {
  const attached = manifests.filter(({ kind }) => kind === 'HTTPRoute').flatMap((manifest): readonly HttpRouteSpec[] => {
    const spec = manifest['spec'] as HttpRouteSpec;
    const own = manifest.metadata.namespace ?? '';
    const parent = spec.parentRefs.some(({ kind, name, namespace = own, port: only, sectionName }) =>
      via === 'mesh' ? kind === 'Service' && host.startsWith(`${name}.${namespace}.svc.`) && (only ?? port) === port : kind === undefined && `${namespace}/${name}` === via && sectionName === 'https',
    );
    return parent && (via === 'mesh' || (spec.hostnames ?? []).some(candidate => covers(candidate, host))) ? [spec] : [];
  });
  if (attached.length > 1) throw new Error(`${attached.length} HTTPRoutes for ${host} via ${via}: their rules would be mixed by age`);
  const [rule] = attached
    .flatMap(({ rules }) => rules)
    .flatMap((candidate, place) =>
      (candidate.matches ?? [{ headers: [] }])
        .filter(match => match.headers.every(({ type, name, value }) => agrees(valueOf(headers, name), type === 'Exact' ? { exact: value } : { regex: value })))
        .map(match => ({ candidate, place, conditions: match.headers.length })),
    )
    .sort((a, b) => b.conditions - a.conditions || a.place - b.place)
    .map(({ candidate }) => candidate);
  if (rule === undefined) return undefined;
  const mirror = rule.filters?.find(({ requestMirror }) => requestMirror !== undefined)?.requestMirror;
  const targets = (rule.backendRefs ?? []).map(({ name, weight, filters = [] }) => ({
    version: versionService(manifests, name),
    weight: weight ?? 1,
    cookie: filters.flatMap(({ responseHeaderModifier: { add } }) => add).find(({ name: header }) => header === 'set-cookie')?.value,
  }));
  return {
    ...shares(targets),
    ...(mirror === undefined ? {} : { mirror: { to: versionService(manifests, mirror.backendRef.name), percent: mirror.percent ?? ((mirror.fraction?.numerator ?? 0) / (mirror.fraction?.denominator ?? 1)) * 100 } }),
    ...(rule.timeouts?.request === undefined ? {} : { timeout: rule.timeouts.request }),
  };
}

function versionService(manifests: readonly Manifest[], name: string): string {
  const service = manifests.find(manifest => manifest.kind === 'Service' && manifest.metadata.name === name);
  const version = (service?.['spec'] as { readonly selector: Readonly<Record<string, string>> } | undefined)?.selector['version'];
  if (version === undefined) throw new Error(`Service ${name} selects no version`);
  return version;
}

/** Proxies ignore the weight of a single destination, and drop those at 0 among several. */
function shares(targets: readonly Target[]): Outcome {
  const sum = targets.length === 1 ? 1 : targets.reduce((total, { weight }) => total + weight, 0);
  const reached = targets.length === 1 ? targets.map(target => ({ ...target, weight: 1 })) : targets.filter(({ weight }) => weight > 0);
  return {
    to: Object.fromEntries(reached.map(({ version, weight }) => [version, (weight * 100) / sum])),
    cookies: Object.fromEntries(reached.flatMap(({ version, cookie }) => (cookie === undefined ? [] : [[version, cookie]]))),
  };
}

function specsOf<T>(manifests: readonly Manifest[], kind: string): readonly T[] {
  return manifests.filter(manifest => manifest.kind === kind).map(manifest => manifest['spec'] as T);
}

function covers(pattern: string, host: string): boolean {
  return pattern === host || (pattern.startsWith('*.') && host.endsWith(pattern.slice(1)));
}

/** Names of headers are compared without case; Istio compares its keys as written, so they have to be in lower case. */
function valueOf(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  if (name !== name.toLowerCase()) throw new Error(`header ${name} is not in lower case`);
  return Object.entries(headers).find(([candidate]) => candidate.toLowerCase() === name)?.[1];
}

function agrees(value: string | undefined, { exact, regex }: { readonly exact?: string; readonly regex?: string }): boolean {
  if (value === undefined) return false;
  return exact === undefined ? new RegExp(`^(?:${regex ?? ''})$`).test(value) : value === exact;
}
