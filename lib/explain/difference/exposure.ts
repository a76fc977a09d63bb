import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import { ingressBackends, type Backend } from '../../mesh/backends';
import { endpointsOf } from '../../mesh/endpoints';
import { waysFrom } from '../../mesh/entrances';
import { annotationsOf, namespaceOf, objectsAt, specOf, textAt, textsAt } from '../../mesh/fields';
import { hostWithin } from '../../mesh/host-name';
import { hostOfService, portOf } from '../../mesh/hosts';
import { ingressClassOf } from '../../mesh/ingress-class';
import { listeners, listenersOf, type Listener } from '../../mesh/listeners';
import { appliesAt } from '../../mesh/request-match';
import type { AreaReader, Part, Statement } from './change';
import { gatewayAnswers } from './gateway-answers';
import { hostPorts, openServices } from './exposed-ports';
import { readsFor } from './kinds';
import { askedRules, ruleStatements } from './routes';

/** Ways in from outside: hosts, paths and ports at gateways and Ingresses, load balancers, ports of nodes; with TLS or without. */
export const exposure: AreaReader = {
  area: 'exposure',
  reads: readsFor('exposure'),
  statements: world => [...ofIngresses(world), ...ofGateways(world), ...ofConnections(world), ...ofOpenShift(world), ...openServices(world), ...hostPorts(world)],
  warnsOfGains: true,
};

const yes = (is: boolean): string => (is ? 'yes' : 'no');

function ofIngresses(world: World): readonly Statement[] {
  return ingressBackends(world).map((backend): Statement => {
    const { object, path } = backend;
    const rule = path[1] === 'defaultBackend' ? undefined : path.slice(0, 3);
    const entry = rule === undefined ? undefined : path.slice(0, 6);
    const host = rule === undefined ? '*' : textAt(object.effective, ...rule, 'host') ?? '*';
    const [kind, text] = entry === undefined ? ['Prefix', '/'] : [textAt(object.effective, ...entry, 'pathType') ?? 'ImplementationSpecific', textAt(object.effective, ...entry, 'path') ?? '/'];
    const where = `${host}${text}${kind === 'Exact' ? '' : text.endsWith('/') ? '*' : '/*'}`;
    const { name: className, controller } = ingressClassOf(world, object);
    const tls = objectsAt(specOf(object), 'tls').some(each => textsAt(each, 'hosts').length === 0 || textsAt(each, 'hosts').some(own => hostWithin(host, own)));
    return {
      key: `ingress ${describe(object.reference)} ${where}${rule === undefined ? ' default' : ''}`, subject: `${where} at ${describe(object.reference)}`,
      parts: [
        { name: 'to', value: `${backend.name}.${backend.namespace}${backend.port === undefined ? '' : `:${backend.port}`}` },
        { name: 'over TLS', value: yes(tls), strength: tls ? 1 : 0 },
        ...(className === undefined ? [] : [{ name: 'class', value: className, detail: 'changes' as const }]),
        ...redirectPart(object, controller, tls),
        { name: 'leads to', value: podsOf(world, backend), detail: 'changes' },
      ],
      grounds: [{ object, path: entry ?? path }, { object, path: ['spec', 'tls'] }, { object, path: ['metadata', 'annotations'] }, { object, path: ['spec', 'ingressClassName'] }, ...serviceGrounds(world, backend)],
    };
  });
}

/** ingress-nginx sends plaintext requests to HTTPS where a host has TLS, or always where it is told to. Other controllers say it elsewhere. */
function redirectPart(ingress: ClusterObject, controller: string | undefined, tls: boolean): readonly Part[] {
  if (controller !== 'k8s.io/ingress-nginx') return [];
  const said = (name: string): string | undefined => annotationsOf(ingress)[`nginx.ingress.kubernetes.io/${name}`];
  const redirects = said('force-ssl-redirect') === 'true' || (tls && said('ssl-redirect') !== 'false');
  return [{ name: 'plaintext is sent to HTTPS', value: yes(redirects), detail: 'changes', strength: redirects ? 1 : 0 }];
}

function podsOf(world: World, { namespace, name, port }: Backend): string {
  const service = world.cluster.find('', 'Service', namespace, name);
  if (service === undefined) return `nobody: Service ${namespace}/${name} is not in the input`;
  const host = hostOfService(world, service);
  const asked = port === undefined ? host.ports[0] : portOf(host, port);
  if (asked === undefined) return `nobody: Service ${namespace}/${name} has no port ${port ?? ''}`;
  const names = endpointsOf(world, host, asked).list.map(({ workload, address, port: number }) => `${workload === undefined ? (address ?? '') : `${workload.namespace}/${workload.name}`}:${number ?? '(no such port)'}`);
  return names.length === 0 ? 'nobody in the input' : list([...new Set(names)].sort());
}

function serviceGrounds({ cluster }: World, { namespace, name }: Backend): Statement['grounds'] {
  const service = cluster.find('', 'Service', namespace, name);
  return service === undefined ? [] : [{ object: service, path: ['spec'] }];
}

/** TLS as a listener ends it. */
function tlsOf({ protocol, tls }: Listener): Part {
  const mode = textAt(tls, 'mode') ?? (tls === undefined || tls['httpsRedirect'] !== undefined ? undefined : 'Terminate');
  const ends = /^(?:HTTPS|TLS)$/.test(protocol) || (mode !== undefined && mode !== '');
  return { name: 'TLS', value: ends ? (mode ?? 'Terminate') : 'none', strength: !ends ? 0 : mode === 'MUTUAL' ? 2 : 1 };
}

/** Hosts at gateways, with each path that a route opens. */
function ofGateways(world: World): readonly Statement[] {
  return gatewayAnswers(world).flatMap(({ gateway, name, host, port, client, route }) => {
    const taking = listenersOf(world, gateway).filter(listener => listener.port === port && listener.hosts.some(each => hostWithin(host, each.host)));
    const key = `gateway ${name} ${host}:${port}`;
    const subject = `${host}:${port} at gateway ${name}`;
    const tls = taking.map(tlsOf);
    const parts: readonly Part[] = [
      { name: 'TLS', value: [...new Set(tls.map(({ value }) => value))].sort().join(' or '), strength: Math.min(...tls.map(({ strength = 0 }) => strength)) },
      { name: 'plaintext is sent to HTTPS', value: yes(route.redirects), detail: 'changes', strength: route.redirects ? 1 : 0 },
      ...(route.listens === 'unknown' ? [{ name: 'whether the listener lets the route in', value: 'is not known' }] : []),
    ];
    const rules = askedRules(route.rules, match => appliesAt(match, { client, gateway: name, port }));
    return [
      { key, subject, parts, holds: rules.length > 0 || route.redirects ? route.listens : 'no', grounds: [...taking.map(({ object, path }) => ({ object, path })), ...route.objects.map(object => ({ object, path: ['spec'] }))] },
      // What each rule does is told of routes; here, that there is one.
      ...ruleStatements(world, client, rules, key, subject, undefined).map(statement => ({ ...statement, parts: statement.parts.filter(({ weight, name: part }) => weight === true || part.startsWith('redirected')).map((part): Part => ({ ...part, detail: 'comes' })) })),
    ];
  });
}

/** Listeners for connections: TCP, and TLS that is passed through. */
function ofConnections(world: World): readonly Statement[] {
  return listeners(world).filter(({ protocol, tls }) => !/^(?:HTTP|HTTPS|HTTP2|GRPC|GRPC-WEB)$/.test(protocol) || textAt(tls, 'mode') === 'PASSTHROUGH').flatMap(listener => listener.hosts.map(({ host, path }): Statement => {
    const name = `${namespaceOf(listener.gateway)}/${listener.gateway.reference.name}`;
    const ways = waysFrom(world, listener.gateway).map(({ workload, port }) => `${workload.namespace}/${workload.name}:${port}`);
    return {
      key: `listener ${name} ${host}:${listener.port} ${listener.protocol}`, subject: `${listener.protocol} ${host}:${listener.port} at gateway ${name}`,
      parts: [tlsOf(listener), { name: 'the gateway leads to', value: ways.length === 0 ? 'nobody in the input' : list([...new Set(ways)].sort()), detail: 'changes' }],
      grounds: [{ object: listener.object, path: listener.path }, { object: listener.object, path }, ...waysFrom(world, listener.gateway).map(({ route, path: at }) => ({ object: route, path: at }))],
    };
  }));
}

function ofOpenShift({ cluster }: World): readonly Statement[] {
  return cluster.of('route.openshift.io', 'Route').map((object): Statement => {
    const spec = specOf(object);
    const tls = textAt(spec, 'tls', 'termination');
    const where = `${textAt(spec, 'host') ?? '(a generated host)'}${textAt(spec, 'path') ?? '/'}`;
    return {
      key: `route ${describe(object.reference)} ${where}`, subject: `${where}* at ${describe(object.reference)}`, grounds: [{ object, path: ['spec'] }],
      parts: [{ name: 'to', value: `${textAt(spec, 'to', 'name') ?? ''}.${namespaceOf(object)}` }, { name: 'TLS', value: tls ?? 'none', strength: tls === undefined ? 0 : 1 }, { name: 'plaintext', value: tls === undefined ? 'Allow' : textAt(spec, 'tls', 'insecureEdgeTerminationPolicy') ?? 'None', detail: 'changes' }],
    };
  });
}
