import type { World } from '../../../cluster/cluster';
import type { ClusterObject } from '../../../cluster/object';
import { annotationsOf, namespaceOf, numberAt, objectAt, objectsAt, specOf, textAt, textsAt } from '../../../mesh/fields';
import { entrancePods } from '../../../mesh/entrances';
import { hostOfService, portOf } from '../../../mesh/hosts';
import { ingressClassOf, type IngressClass } from '../../../mesh/ingress-class';
import type { FieldPath } from '../../../model/finding';
import type { JsonObject } from '../../../model/json';
import { describe } from '../../../model/object';
import type { ReachSettings } from '../../../reach/settings';
import { evidence, type Hop } from '../hop';
import { openService } from '../hops/service';
import type { Target } from '../question';
import type { Leg, Sender, Way } from '../way';
import { doorHops, outsider, senderAt, whole, type WayInside } from './way-inside';

interface Rule {
  readonly host: string;
  readonly rule: JsonObject;
  readonly path: FieldPath;
}

/** Every Ingress that has a rule for the host; those without any rule take what no other does. */
export function throughIngresses(world: World, target: Target, settings: ReachSettings): readonly WayInside[] {
  // Controllers listen on the two ports of the web, whatever an Ingress says.
  if (target.path === undefined || target.port !== (target.scheme === 'https' ? 443 : 80)) return [];
  const all = world.cluster.of('networking.k8s.io', 'Ingress');
  const exact = all.flatMap(ingress => through(world, ingress, target, settings, rulesOf(ingress).filter(({ host }) => host !== '' && covers(host, target.host))));
  if (exact.length > 0) return exact;
  const open = all.flatMap(ingress => through(world, ingress, target, settings, rulesOf(ingress).filter(({ host }) => host === '')));
  if (open.length > 0) return open;
  return all.filter(ingress => objectAt(specOf(ingress), 'defaultBackend') !== undefined).flatMap(ingress => through(world, ingress, target, settings, [{ host: '', rule: {}, path: ['spec'] }]));
}

function rulesOf(ingress: ClusterObject): readonly Rule[] {
  return objectsAt(specOf(ingress), 'rules').map((rule, i) => ({ host: textAt(rule, 'host')?.toLowerCase() ?? '', rule, path: ['spec', 'rules', i] }));
}

/** A star stands for one label: `*.example.com` does not cover `a.b.example.com`. Source: `networking/v1`. */
function covers(pattern: string, host: string): boolean {
  if (!pattern.startsWith('*.')) return pattern === host;
  return host.endsWith(pattern.slice(1)) && !host.slice(0, -pattern.length + 1).includes('.');
}

/** Load balancers of a provider, which have no pods. */
const balancers: Readonly<Record<string, string>> = { 'ingress.k8s.aws/alb': 'the load balancer of AWS', 'alb': 'the load balancer of AWS', 'gce': 'the load balancer of Google Cloud', 'k8s.io/ingress-gce': 'the load balancer of Google Cloud' };

function through(world: World, ingress: ClusterObject, target: Target, settings: ReachSettings, rules: readonly Rule[]): readonly WayInside[] {
  const [first] = rules;
  if (first === undefined) return [];
  const cls = ingressClassOf(world, ingress);
  const balancer = balancers[cls.controller ?? ''] ?? balancers[cls.name ?? ''];
  const [pods] = balancer === undefined ? entrancePods(world, ingress) : [];
  const name = balancer ?? `the controller of ${describe(ingress.reference)}`;
  const sender: Sender = balancer === undefined ? senderAt(pods, name, namespaceOf(ingress), { proxied: 'unknown' }) : { ...outsider, name };
  const way: Way = { world, target, sender, settings };
  const taken: Hop = { id: 'service', status: 'ok', text: `${describe(ingress.reference)} takes ${first.host === '' ? 'every host' : first.host}${cls.name === undefined ? '' : `, class ${cls.name}`}${certificateText(ingress, target)}`, evidence: [evidence(ingress, 'is', ...first.path)] };
  return [{ way, before: [taken, ...doorHops(way, pods)], legs: redirected(ingress, cls, target) ?? legsOf(way, ingress, rules) }];
}

function certificateText(ingress: ClusterObject, { scheme, host }: Target): string {
  if (scheme !== 'https') return '';
  return hasCertificate(ingress, host) ? ', with a certificate for it' : ', without a certificate for it: the controller shows its own';
}

function hasCertificate(ingress: ClusterObject, host: string): boolean {
  return objectsAt(specOf(ingress), 'tls').some(entry => textsAt(entry, 'hosts').length === 0 || textsAt(entry, 'hosts').some(pattern => covers(pattern.toLowerCase(), host)));
}

/** ingress-nginx sends plaintext requests to https where there is a certificate. Source: its documentation, "Server-side HTTPS enforcement through redirect". */
function redirected(ingress: ClusterObject, { controller, name }: IngressClass, { scheme, host }: Target): readonly Leg[] | undefined {
  const nginx = controller === 'k8s.io/ingress-nginx' || (controller === undefined && name === 'nginx');
  if (scheme !== 'http' || !nginx || !hasCertificate(ingress, host) || annotationsOf(ingress)['nginx.ingress.kubernetes.io/ssl-redirect'] === 'false') return undefined;
  return [{ ...whole, to: undefined, hops: [{ id: 'route', status: 'ok', text: 'the controller answers plaintext requests with a redirect 308 to https', evidence: [evidence(ingress, 'says', 'spec', 'tls')] }] }];
}

interface Path {
  readonly backend: JsonObject | undefined;
  readonly at: FieldPath;
  readonly text: string;
}

function legsOf(way: Way, ingress: ClusterObject, rules: readonly Rule[]): readonly Leg[] {
  const asked = (way.target.path ?? '/').split('?')[0] ?? '/';
  const paths = rules.flatMap(({ rule, path }) => objectsAt(rule, 'http', 'paths').map((entry, i) => ({ entry, at: [...path, 'http', 'paths', i], value: textAt(entry, 'path') ?? '/', exact: textAt(entry, 'pathType') === 'Exact' })));
  const [best] = paths.filter(({ value, exact }) => (exact ? value === asked : within(value, asked))).sort((a, b) => Number(b.exact) - Number(a.exact) || b.value.length - a.value.length);
  const rest: Path | undefined = objectAt(specOf(ingress), 'defaultBackend') === undefined ? undefined : { backend: objectAt(specOf(ingress), 'defaultBackend'), at: ['spec', 'defaultBackend'], text: 'its default backend' };
  const found: Path | undefined = best === undefined ? rest : { backend: objectAt(best.entry, 'backend'), at: [...best.at, 'backend'], text: `path ${best.exact ? 'exactly' : 'under'} "${best.value}"` };
  if (found === undefined) return [{ ...whole, to: undefined, hops: [{ id: 'route', status: 'fail', code: 'RT-NO-MATCH', text: `${describe(ingress.reference)} has no path for ${asked}`, evidence: [evidence(ingress, 'routes', 'spec', 'rules')], details: paths.map(({ value, exact, at }) => ({ text: `path ${exact ? 'exactly' : 'under'} "${value}" does not take it`, evidence: evidence(ingress, 'routes', ...at) })) }] }];
  return [legTo(way, ingress, found)];
}

/** Whole segments of a path. */
function within(prefix: string, path: string): boolean {
  const wanted = prefix.endsWith('/') ? prefix.slice(0, -1) : prefix;
  return path === wanted || path.startsWith(`${wanted}/`);
}

function legTo({ world }: Way, ingress: ClusterObject, { backend, at, text }: Path): Leg {
  const [name, namespace] = [textAt(backend, 'service', 'name'), namespaceOf(ingress)];
  const where = [evidence(ingress, 'routes', ...at)];
  const said = `${describe(ingress.reference)}, ${text}`;
  if (name === undefined) return { ...whole, to: undefined, hops: [{ id: 'route', status: 'unknown', text: `${said}: the backend is no Service, and is not evaluated`, evidence: where, missing: ['what the backend means'] }] };
  const service = world.cluster.find('', 'Service', namespace, name);
  if (service === undefined) {
    const open = openService(world, { namespace, name });
    return { ...whole, to: undefined, hops: [open === undefined ? { id: 'route', status: 'fail', code: 'RT-BACKEND', text: `${said}: there is no Service ${namespace}/${name}`, evidence: where } : { id: 'route', status: 'unknown', text: `${said}: ${open.reason}`, evidence: where, missing: [open.missing] }] };
  }
  const host = hostOfService(world, service);
  const asked = numberAt(backend, 'service', 'port', 'number') ?? textAt(backend, 'service', 'port', 'name');
  const port = asked === undefined ? undefined : portOf(host, asked);
  if (port !== undefined) return { ...whole, to: { host, port }, hops: [{ id: 'route', status: 'ok', text: `${said} -> ${describe(service.reference)} port ${asked ?? ''}`, evidence: where }] };
  const [only, ...more] = host.ports;
  return { ...whole, to: only === undefined || more.length > 0 ? undefined : { host, port: only }, hops: [{ id: 'route', status: 'fail', code: 'RT-BACKEND', text: `${said}: ${describe(service.reference)} has no port ${asked ?? ''}, only ${host.ports.map(each => `${each.number}${each.name === undefined ? '' : ` "${each.name}"`}`).join(', ')}`, evidence: where }] };
}
