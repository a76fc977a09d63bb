import type { World } from '../../cluster/cluster';
import type { Workload } from '../../cluster/workload';
import type { ClusterObject } from '../../cluster/object';
import type { PluginUse } from '../../corefile/reading';
import { answerOf } from '../../dns/answer';
import { dnsAccess, type AskingOver } from '../../dns/access';
import { corefiles, isRefused } from '../../dns/corefiles';
import { resolverOf } from '../../dns/resolver';
import { isObject } from '../../model/json';
import { describe } from '../../model/object';
import { hosts } from '../../mesh/hosts';
import type { AreaReader, Ground, Part, Statement } from './change';
import { keyOfWorkload, nameOfWorkload } from './capture';
import { shortHost } from './clients';
import { readsFor } from './kinds';

/** Which names resolve, who answers them, and how pods ask. */
export const dns: AreaReader = {
  area: 'dns',
  reads: object => readsFor('dns')(object) || isCorefile(object),
  statements: (world, both) => [...ofServices(world), ...ofOtherNames(world, both), ...ofZones(world), ...world.cluster.workloads.flatMap(workload => ofPods(world, workload))],
};

function isCorefile({ kind, group, reference, written }: ClusterObject): boolean {
  const data = written['data'];
  return group === '' && kind === 'ConfigMap' && ((isObject(data) && 'Corefile' in data) || /^(?:coredns|kube-dns|node-local-dns)/.test(reference.name));
}

const held = { exists: 'yes', none: 'no', refused: 'no', upstream: 'yes', unknown: 'unknown' } as const;

function ofServices(world: World): readonly Statement[] {
  const { clusterDomain } = world.facts.platform;
  return [...hosts(world)].flatMap(([name, claims]) => claims.filter(({ object }) => object.kind === 'Service').map((host): Statement => {
    const { outcome, reason, corefile } = answerOf(world, `${name}.`);
    const leads = host.resolution === 'alias' ? `another name for ${host.alias ?? ''}` : host.resolution === 'headless' ? 'the addresses of its pods (headless)' : 'the address of the Service';
    return {
      key: `service ${shortHost(world, name)}`, subject: `name ${shortHost(world, name)}`, verbs: { lost: 'no longer resolves', gained: 'resolves now' }, holds: held[outcome],
      parts: [{ name: 'gives', value: leads }, { name: 'domain', value: clusterDomain, detail: 'changes' }, { name: 'because', value: reason, detail: 'goes' }],
      grounds: [{ object: host.object, path: ['spec', 'clusterIP'] }, { object: host.object, path: ['spec', 'type'] }, { object: host.object, path: ['spec', 'externalName'] }, ...(corefile === undefined ? [] : [{ object: corefile.object, path: ['data', corefile.key] }])],
    };
  }));
}

/** Names outside that something in either state speaks of: hosts of ServiceEntries, and targets of Services. */
function ofOtherNames(world: World, both: readonly World[]): readonly Statement[] {
  const named = both.flatMap(each => [...hosts(each).values()].flat().flatMap(({ name, object, alias }) => (object.kind === 'ServiceEntry' ? [name] : alias === undefined ? [] : [alias])));
  return [...new Set(named)].filter(name => !name.startsWith('*') && /[a-z]/i.test(name) && !name.endsWith(`.svc.${world.facts.platform.clusterDomain}`)).sort().map((name): Statement => {
    const { outcome, reason, corefile } = answerOf(world, `${name.replace(/\.$/, '')}.`);
    return { key: `name ${name}`, subject: `name ${name}`, verbs: { lost: 'no longer answered', gained: 'answered now' }, holds: held[outcome], parts: [{ name: 'answered:', value: reason }, { name: 'because', value: reason, detail: 'goes' }], grounds: corefile === undefined ? [] : [{ object: corefile.object, path: ['data', corefile.key] }], onlyInBoth: true };
  });
}

/** Plugins that change neither who answers nor what. */
const watching = new Set(['errors', 'log', 'health', 'ready', 'prometheus', 'reload', 'debug', 'trace', 'pprof', 'dnstap', 'root', 'metadata', 'loop']);

/** Server blocks of Corefiles, zone by zone: what each plugin is told, in the order in which it is asked. */
function ofZones(world: World): readonly Statement[] {
  return corefiles(world).flatMap(corefile => {
    const { object, key, reading, part } = corefile;
    const refused: readonly Part[] = isRefused(corefile) ? [{ name: 'CoreDNS', value: 'refuses the Corefile' }] : [];
    return reading.servers.flatMap(server => server.zones.map(({ transport, zone, port }): Statement => ({
      key: `zone ${describe(object.reference)} ${key} ${transport}://${zone}:${port}`, subject: `names in zone ${zone}${port === '53' ? '' : `, port ${port}`}, by ${describe(object.reference)}${part === 'whole' ? '' : ` (${key})`}`,
      parts: [...usesAsParts(server.uses.filter(({ name }) => !watching.has(name.text))), ...refused], grounds: [{ object, path: ['data', key] }],
    })));
  });
}

function usesAsParts(uses: readonly PluginUse[]): readonly Part[] {
  const seen = new Map<string, number>();
  return uses.map(({ name, words, options }): Part => {
    const nth = (seen.get(name.text) ?? 0) + 1;
    seen.set(name.text, nth);
    const texts = (line: Pick<PluginUse, 'words'>): string => line.words.map(({ text }) => text).join(' ');
    const inner = options.map(option => `${option.name.text} ${texts(option)}`.trim());
    return { name: nth === 1 ? name.text : `${name.text} (${nth})`, value: [texts({ words }), ...(inner.length === 0 ? [] : [`{ ${inner.join('; ')} }`])].filter(text => text !== '').join(' ') };
  });
}

const kinds = { cluster: "the cluster's DNS", node: 'what the node asks', own: 'the servers of its dnsConfig' } as const;

function ofPods(world: World, workload: Workload): readonly Statement[] {
  const { object, templatePath } = workload;
  const { kind, servers, search, ndots, options } = resolverOf(world, workload);
  const subject = nameOfWorkload(workload);
  const own: readonly Ground[] = ['dnsPolicy', 'dnsConfig', 'hostNetwork'].map(field => ({ object, path: [...templatePath, 'spec', field] }));
  const parts: readonly Part[] = [
    { name: 'asks', value: kinds[kind] }, { name: 'ndots', value: String(ndots), detail: 'changes' }, { name: 'search path', value: search.join(' ') || 'none', detail: 'changes' },
    ...(servers.length === 0 ? [] : [{ name: 'own servers', value: servers.join(' ') }]), ...(options.length === 0 ? [] : [{ name: 'options', value: options.join(' ') }]),
  ];
  const { udp, tcp } = dnsAccess(world, workload);
  return [
    { key: `resolver ${keyOfWorkload(workload)}`, subject, parts, grounds: own, onlyInBoth: true },
    ...([['UDP', udp], ['TCP', tcp]] as const).map(([protocol, asking]): Statement => ({
      key: `access ${protocol} ${keyOfWorkload(workload)}`, subject, who: { name: protocol, of: 2 }, verbs: { lost: 'may no longer ask for names', gained: 'may ask for names now' }, holds: asking.admitted,
      parts: [{ name: 'because', value: (asking.egress.admitted === 'yes' ? asking.ingress?.reason : undefined) ?? asking.egress.reason, detail: 'goes' }], grounds: [...groundsOf(asking), ...own], onlyInBoth: true,
    })),
  ];
}

function groundsOf({ egress, ingress }: AskingOver): readonly Ground[] {
  return [egress, ...(ingress === undefined ? [] : [ingress])].flatMap(({ selecting, evidence }) => [...evidence.map(({ object, path }): Ground => ({ object, path })), ...selecting.map(({ object }): Ground => ({ object, path: ['spec'] }))]);
}
