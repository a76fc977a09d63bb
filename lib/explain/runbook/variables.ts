import type { Workload } from '../../cluster/workload';
import { shellWord } from '../shell';
import { selectorWord } from '../trace/pod-words';
import type { Scene } from './scene';
import type { Variable } from './step';

/** Variables of a runbook: what is known is filled in, the rest is for the reader, and each may be set from outside. */
export function variablesOf(scene: Scene): readonly Variable[] {
  const { client, gateway, namespace = 'default', server, service, host, target, serverPort, dns, clusterDomain, image, controlPlane } = scene;
  const pod = (name: string, namespace: string, labels: string): string => `\${${name}:-$(kubectl -n "$${namespace}" get pods -l "$${labels}" --field-selector=status.phase=Running -o jsonpath='{.items[0].metadata.name}' 2> /dev/null || true)}`;
  const meant = host?.endsWith(`.svc.${clusterDomain}`) === true ? host.split('.') : undefined;
  return [
    given('NS', client?.namespace ?? gateway?.namespace ?? namespace, scene.fromOutside ? 'namespace of the gateway' : 'namespace of the client'),
    given('CLIENT', client === undefined ? (gateway === undefined ? (scene.fromOutside ? 'app=GATEWAY' : 'app=CLIENT') : labelsText(gateway.labels)) : selectorWord(client), 'labels of its pods'),
    { name: 'POD', value: pod('POD', 'NS', 'CLIENT'), comment: 'one of its pods' },
    given('CONTAINER', containerOf(client) ?? 'app', 'its container'),
    given('SERVER_NS', server?.namespace ?? service?.reference.namespace ?? meant?.[1] ?? client?.namespace ?? namespace, 'namespace of the server'),
    given('SERVER', server === undefined ? 'app=SERVER' : selectorWord(server), 'labels of its pods'),
    { name: 'SERVER_POD', value: pod('SERVER_POD', 'SERVER_NS', 'SERVER'), comment: 'one of its pods' },
    given('SERVER_CONTAINER', containerOf(server) ?? 'app', 'its container'),
    given('SERVER_PORT', String(serverPort ?? target?.port ?? 8080), 'port that it listens on'),
    given('SERVICE', service?.reference.name ?? meant?.[0] ?? 'SERVICE', 'Service in front of it'),
    given('HOST', host ?? target?.host ?? `SERVICE.default.svc.${clusterDomain}`, 'full name that is asked for'),
    given('PORT', String(target?.port ?? 80), 'port that is asked for'),
    given('URL', urlOf(scene), 'what is asked for'),
    given('DNS_NS', dns.namespace, "namespace of the cluster's DNS"),
    given('DNS', labelsText(dns.labels), 'labels of its pods'),
    given('MESH_NS', controlPlane, "namespace of the mesh's control plane"),
    given('IMAGE', image, 'image of ephemeral containers: dig, nslookup, curl, nc, ss'),
  ];
}

/** Values from outside win: `NS=shop sh runbook.sh`. */
function given(name: string, value: string, comment: string): Variable {
  return { name, value: `\${${name}:-${shellWord(value)}}`, comment };
}

function urlOf({ target, host }: Scene): string {
  if (target === undefined) return 'http://SERVICE';
  if (target.scheme === 'tcp') return `tcp://${host ?? target.host}:${target.port}`;
  return `${target.scheme === 'https' ? 'https' : 'http'}://${target.host}:${target.port}${target.path ?? '/'}`;
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`).join(',');
}

const proxies = new Set(['istio-proxy', 'linkerd-proxy']);

function containerOf(workload: Workload | undefined): string | undefined {
  const containers = workload?.spec['containers'];
  const names = Array.isArray(containers) ? containers.flatMap((each: { readonly name?: unknown }) => (typeof each.name === 'string' ? [each.name] : [])) : [];
  return names.find(name => !proxies.has(name)) ?? names[0];
}
