import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { parseCidr } from '../../model/cidr';
import type { Identity } from '../../model/identity';
import { compare } from '../../model/json';
import { partsOf } from '../../mesh/authorization';
import { holds, type Attribute } from '../../mesh/authorization-condition';
import { isMadeByIstio } from '../../mesh/entrances';
import { namespaceOf, objectAt, objectsAt, specOf, textsAt } from '../../mesh/fields';
import { trustDomains } from '../../mesh/mesh-config';
import type { RouteRequest } from '../../mesh/request-match';
import { listed } from './compared';

/** Somebody who asks: an identity of the cluster, or nobody that is proved. */
export interface Caller {
  readonly name: string;
  readonly identity: Identity | null;
  readonly address?: string;
}

/** One kind of request that policies tell apart. */
export interface AskedRequest {
  readonly name: string;
  readonly request: Pick<RouteRequest, 'method' | 'path'> & { readonly host?: string };
}

/** Callers that both states have: service accounts of workloads, gateways that Istio makes, whoever has no identity, and blocks of addresses that policies name. */
export function callersOf(both: readonly World[]): readonly Caller[] {
  let callers = known.get(both);
  if (callers === undefined) known.set(both, (callers = read(both)));
  return callers;
}

const known = new WeakMap<readonly World[], readonly Caller[]>();

function read(both: readonly World[]): readonly Caller[] {
  const [was, is] = both.map(identities);
  const common = [...(was ?? [])].filter(([name]) => is?.has(name) === true).map(([name, identity]): Caller => ({ name, identity }));
  const blocks = [...new Set(both.flatMap(world => world.cluster.of('security.istio.io', 'AuthorizationPolicy').flatMap(policy => objectsAt(specOf(policy), 'rules').flatMap(rule => objectsAt(rule, 'from').flatMap(from => [...textsAt(from, 'source', 'ipBlocks'), ...textsAt(from, 'source', 'notIpBlocks')])))))].sort(compare);
  return [...common.sort((a, b) => compare(a.name, b.name)), { name: 'callers without an identity', identity: null }, ...blocks.filter(block => !('problem' in parseCidr(block))).map((block): Caller => ({ name: `addresses of ${block}`, identity: null, address: block.split('/')[0] ?? block }))];
}

function identities(world: World): ReadonlyMap<string, Identity> {
  const [trustDomain = 'cluster.local'] = trustDomains(world);
  const gateways = world.cluster.of('gateway.networking.k8s.io', 'Gateway').filter(gateway => isMadeByIstio(world, gateway)).map((gateway): Identity => ({ trustDomain, namespace: namespaceOf(gateway), serviceAccount: `${gateway.reference.name}-istio` }));
  const pods = world.cluster.workloads.map(({ namespace, serviceAccount }): Identity => ({ trustDomain, namespace, serviceAccount }));
  return new Map([...pods, ...gateways].map(identity => [`service account ${identity.namespace}/${identity.serviceAccount}`, identity]));
}

/** Callers that no rule of some policies tells apart. */
export interface CallerClass {
  readonly name: string;
  readonly caller: Caller;
}

const ofCallers = new Set<string>(['principals', 'namespaces', 'serviceAccounts', 'trustDomains', 'ipBlocks']);

/** One caller for each class, by what the conditions of the policies say of it; the policies of both states together, so that classes are the same in both. */
export function callerClasses(world: World, callers: readonly Caller[], policies: readonly ClusterObject[]): readonly CallerClass[] {
  const domains = trustDomains(world);
  const conditions = policies.flatMap(policy => objectsAt(specOf(policy), 'rules').flatMap(rule => {
    const { from, when } = partsOf(rule);
    return [...from.flat(), ...when].filter(({ attribute }) => ofCallers.has(attribute)).flatMap(({ attribute, values, notValues }) => [...values, ...notValues].map(value => ({ attribute, value, namespace: namespaceOf(policy) })));
  }));
  const asked = new Map(conditions.map(each => [Object.values(each).join('\n'), each]));
  let ofCallersAsked = classified.get(callers);
  if (ofCallersAsked === undefined) classified.set(callers, (ofCallersAsked = new Map<string, readonly CallerClass[]>()));
  const key = [...asked.keys()].sort(compare).join('\n\n');
  let found = ofCallersAsked.get(key);
  if (found === undefined) ofCallersAsked.set(key, (found = classify(callers, [...asked.values()], domains)));
  return found;
}

/** Workloads under the same policies ask the same. */
const classified = new WeakMap<readonly Caller[], Map<string, readonly CallerClass[]>>();

function classify(callers: readonly Caller[], asked: readonly { readonly attribute: Attribute; readonly value: string; readonly namespace: string }[], domains: readonly string[]): readonly CallerClass[] {
  const classes = new Map<string, Caller[]>();
  for (const caller of callers) {
    const answers = asked.map(({ attribute, value, namespace }) => holds(attribute, [value], { port: 0, identity: caller.identity, ...(caller.address === undefined ? {} : { sourceAddress: caller.address }) }, namespace, domains));
    const key = caller.identity === null ? caller.name : answers.every(answer => answer === 'no') ? 'none' : answers.join(' ');
    const present = classes.get(key);
    if (present === undefined) classes.set(key, [caller]);
    else present.push(caller);
  }
  return [...classes].flatMap(([key, [caller, ...more]]) => (caller === undefined ? [] : [{ caller, name: key === 'none' && asked.length > 0 ? 'every other service account' : listed([caller, ...more].map(({ name }) => name)) }]));
}

/** Kinds of requests beyond which only those are asked for that one rule names as a whole. */
const mostRequests = 96;

const operationFields = ['methods', 'hosts', 'paths'] as const;
type Named = Readonly<Record<(typeof operationFields)[number], string | undefined>>;

/** Requests that some rule may tell apart: every method, host and path that rules name, and others, with each other, because one policy may speak of methods and another of paths. */
export function requestsOf(policies: readonly ClusterObject[]): readonly AskedRequest[] {
  const operations = policies.flatMap(policy => objectsAt(specOf(policy), 'rules').flatMap(rule => objectsAt(rule, 'to').map(to => objectAt(to, 'operation') ?? {})));
  const valuesIn = (operation: object, field: (typeof operationFields)[number]): readonly string[] => [...textsAt(operation, field), ...textsAt(operation, `not${field[0]?.toUpperCase() ?? ''}${field.slice(1)}`)];
  const all = operationFields.map(field => [...new Set(operations.flatMap(operation => valuesIn(operation, field)))].sort(compare));
  const crossed = (lists: readonly (readonly (string | undefined)[])[]): readonly Named[] => {
    const [methods = [], hosts = [], paths = []] = lists;
    return methods.flatMap(method => hosts.flatMap(host => paths.map((path): Named => ({ methods: method, hosts: host, paths: path }))));
  };
  const size = all.reduce((product, values) => product * (values.length + 1), 1);
  const withNone = (values: readonly string[]): readonly (string | undefined)[] => (values.length === 0 ? [undefined] : values);
  const named = size <= mostRequests ? crossed(all.map(values => [...values, undefined])) : [...operations.flatMap(operation => crossed(operationFields.map(field => withNone(valuesIn(operation, field))))), { methods: undefined, hosts: undefined, paths: undefined }];
  const found = new Map(named.map(each => [nameOf(each, all), { method: example(each.methods) ?? otherMethod, host: example(each.hosts) ?? otherHost, path: example(each.paths) ?? otherPath }]));
  return [...found].sort(([a], [b]) => compare(a, b)).map(([name, request]) => ({ name, request }));
}

/** `requests GET /cart/*`; what no rule names is told as others. */
function nameOf(named: Named, all: readonly (readonly string[])[]): string {
  const words = operationFields.flatMap((field, i) => named[field] ?? ((all[i] ?? []).length === 0 ? [] : [`other ${field}`]));
  if (words.length === 0) return 'requests';
  return words.every(word => word.startsWith('other ')) ? 'other requests' : `requests ${words.join(' ')}`;
}

// What no policy is likely to name.
const [otherMethod, otherPath, otherHost] = ['PROPFIND', '/.sealane-other', 'other.sealane.invalid'] as const;

/** A text that a pattern means: `/api/*` means `/api/x`. */
function example(pattern: string | undefined): string | undefined {
  return pattern?.replaceAll('{**}', 'x').replaceAll('{*}', 'x').replaceAll('*', 'x');
}
