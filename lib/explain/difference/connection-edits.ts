import { oncePerThing, oncePerWorld, type World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { parseCidr } from '../../model/cidr';
import { formatPath, type FieldPath } from '../../model/finding';
import { canonical, compare } from '../../model/json';
import { formatLabels } from '../../model/labels';
import { describe, identityOf } from '../../model/object';
import type { Admission } from '../../reach/admission';
import { formatRange, type AddressRange } from '../../reach/address-range';
import { portAt, type ConnectionSet } from '../../reach/connection-set';
import { entries, ingressController } from '../../reach/entries';
import { explainedPort, type Explained } from '../../reach/explained';
import { foreignPolicies } from '../../reach/foreign';
import type { Party } from '../../reach/peer';
import type { PodGroup } from '../../reach/pod-groups';
import type { Direction } from '../../reach/policy';
import type { ReachSettings } from '../../reach/settings';
import type { Ends, End } from './connections';
import type { Edit, Side } from './change';

export interface Compare {
  readonly before: Side;
  readonly after: Side;
  readonly settings: ReachSettings;
  /** Pods by name, before and after. */
  readonly pods: readonly [ReadonlyMap<string, PodGroup>, ReadonlyMap<string, PodGroup>];
}

/** Parts of a changed set of ports that are looked into; beyond these the causes repeat. */
const mostParts = 8;

/** What an object has to do with a connection, in the state that has more of it (`admits`) or less. */
type Role = 'admits' | 'closes' | 'denies' | 'end' | 'leads' | 'other';

interface Cause {
  readonly role: Role;
  readonly object: ClusterObject;
  readonly path: FieldPath;
  /** Name of the pods that a policy is about. */
  readonly pods: string;
  /** What of an end is not as it was. */
  readonly note?: string;
}

/** The edits that made some ports of a connection what they are now. */
export function editsBehind(compared: Compare, ends: Ends, sets: readonly ConnectionSet[]): readonly Edit[] {
  const found = new Map<string, Edit>();
  for (const place of sets.flatMap(({ spans }) => spans.filter((_place, i) => i % 2 === 0).slice(0, mostParts))) {
    for (const edit of editsAt(compared, ends, portAt(place))) {
      const present = found.get(edit.object);
      // Of several ports it does several things.
      found.set(edit.object, present === undefined || present.sentence === edit.sentence ? edit : { ...edit, sentence: `${edit.object} is ${edit.kind}, and admits other ports than before` });
    }
  }
  return [...found.values()].sort((a, b) => compare(a.object, b.object));
}

type Port = ReturnType<typeof portAt>;

function editsAt(compared: Compare, ends: Ends, port: Port): readonly Edit[] {
  const { before, after, settings, pods: [podsBefore, podsAfter] } = compared;
  const [was, is] = [said(before.world, podsBefore, ends, port, settings), said(after.world, podsAfter, ends, port, settings)];
  const order = { no: 0, unknown: 1, yes: 2 } as const;
  const [openBefore, openAfter] = [was?.open ?? 'no', is?.open ?? 'no'];
  const opened = order[openAfter] > order[openBefore];
  const [more, less, moreWorld, lessWorld] = opened ? [is, was, after.world, before.world] : [was, is, before.world, after.world];
  const causes: Cause[] = [...ofEnds(compared, ends)];
  for (const direction of ['egress', 'ingress'] as const) {
    const [here, there] = [more?.[direction], less?.[direction]];
    const name = direction === 'egress' ? ends.src : ends.dst;
    if (here !== undefined && there !== undefined && order[here.admitted] <= order[there.admitted]) continue;
    causes.push(...ofMore(here, name), ...ofLess(here, there, name));
    causes.push(...[[moreWorld, opened ? podsAfter : podsBefore], [lessWorld, opened ? podsBefore : podsAfter]].flatMap(([world, pods]) => ofForeign(world as World, (pods as typeof podsBefore).get(name), direction, name)));
  }
  const edits = causes.flatMap(cause => editOf(compared, cause, opened));
  return edits.length > 0 ? edits : ofEntries(compared, ends).flatMap(cause => editOf(compared, cause, opened));
}

/** What both ends say of a port in one state; nothing where an end is not there. */
function said(world: World, pods: ReadonlyMap<string, PodGroup>, { from, to }: Ends, port: Port, settings: ReachSettings): Explained | undefined {
  const [source, target] = [partyOf(world, from, pods), partyOf(world, to, pods)];
  return source === undefined || target === undefined ? undefined : explainedPort(world, source, target, port, settings);
}

function partyOf(world: World, end: End, pods: ReadonlyMap<string, PodGroup>): Party | undefined {
  if ('pods' in end) return pods.get(end.pods);
  if ('addresses' in end) return single(end.addresses);
  return callers(world, end.somebody);
}

const callers = oncePerThing((world: World, name: string): Party | undefined => {
  if (name === '{any pod}') return { stranger: 'any pod' };
  const caller = entries(world, ingressController(world, undefined)).find(({ caller: each }) => each?.name === name)?.caller;
  return caller?.groups[0] ?? caller?.party;
});

/** The first address stands for a range that is treated alike. */
function single({ family, first }: AddressRange): Party {
  const block = parseCidr(formatRange({ family, first, last: first }));
  return 'problem' in block ? { outside: true } : { block };
}

/** In the state that has more: the rules that let it through. */
function ofMore(more: Admission | undefined, pods: string): readonly Cause[] {
  return (more?.evidence ?? []).filter(({ says }) => says === 'admit' || says === 'accept' || says === 'pass').map(({ object, path }): Cause => ({ role: 'admits', object, path, pods }));
}

/** In the state that has less: what denies it, and where nothing spoke of the pods before, what selects them. */
function ofLess(more: Admission | undefined, less: Admission | undefined, pods: string): readonly Cause[] {
  if (less === undefined) return [];
  const denied = less.evidence.filter(({ says }) => says === 'deny').map(({ object, path }): Cause => ({ role: 'denies', object, path, pods }));
  const before = new Set((more?.selecting ?? []).map(({ object }) => identityOf(object.reference)));
  return [...denied, ...less.selecting.filter(({ object }) => !before.has(identityOf(object.reference))).filter(() => before.size === 0).map(({ object }): Cause => ({ role: 'closes', object, path: ['spec'], pods }))];
}

function ofForeign(world: World, group: PodGroup | undefined, direction: Direction, pods: string): readonly Cause[] {
  return group === undefined ? [] : foreignPolicies(world, group, direction).map((object): Cause => ({ role: 'other', object, path: ['spec'], pods }));
}

/** Pods that come, go, or have other labels, ports or network; and labels of their namespaces. */
function ofEnds({ before, after, pods: [podsBefore, podsAfter] }: Compare, { from, to }: Ends): readonly Cause[] {
  return [from, to].flatMap(end => {
    if (!('pods' in end)) return [];
    const [was, is] = [podsBefore.get(end.pods), podsAfter.get(end.pods)];
    const group = is ?? was;
    if (group === undefined) return [];
    const own: Cause = { role: 'end', object: group.workload.object, path: group.workload.templatePath, pods: end.pods };
    if (was === undefined || is === undefined) return [own];
    const [old, fresh] = [before, after].map(({ world }) => world.cluster.namespaces.get(group.namespace));
    const notes = [turned('labels', formatLabels(was.labels), formatLabels(is.labels)), turned('ports', portsOf(was), portsOf(is)), turned('host network', String(was.workload.hostNetwork), String(is.workload.hostNetwork))].flat();
    const labels = turned('labels', formatLabels(old?.labels ?? {}), formatLabels(fresh?.labels ?? {}));
    const namespace = fresh?.object ?? old?.object;
    return [...(notes.length === 0 ? [] : [{ ...own, note: notes.join('; ') }]), ...(labels.length === 0 || namespace === undefined ? [] : [{ role: 'end' as const, object: namespace, path: ['metadata', 'labels'], pods: end.pods, note: labels.join('; ') }])];
  });
}

function turned(what: string, was: string, is: string): readonly string[] {
  return was === is ? [] : [`${what} ${was === '' ? 'none' : was}, now ${is === '' ? 'none' : is}`];
}

function portsOf({ workload }: PodGroup): string {
  return workload.ports.map(({ name, protocol, port }) => `${name === undefined ? '' : `${name} `}${protocol} ${port}`).join(', ');
}

/** What leads a caller to pods. */
function ofEntries({ before, after }: Compare, { src, dst }: Ends): readonly Cause[] {
  return [before, after].flatMap(({ world }) => entries(world, ingressController(world, undefined)).filter(({ caller, to }) => caller?.name === src && `${to.namespace}/${to.name}[${to.kind}]` === dst).map(({ object, path }): Cause => ({ role: 'leads', object, path, pods: dst })));
}

/** Nothing for an object that is as it was. */
function editOf({ before, after }: Compare, { role, object, path, pods, note }: Cause, opened: boolean): readonly Edit[] {
  const [was, is] = [before, after].map(({ world }) => index(world).get(identityOf(object.reference)));
  if (was === undefined && is === undefined) return [];
  if (was !== undefined && is !== undefined && role !== 'end' && canonical(was.written['spec']) === canonical(is.written['spec'])) return [];
  const kind = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed';
  const name = describe(object.reference);
  const [at, then] = [is === undefined ? undefined : after.place(is.source, path), was === undefined ? undefined : before.place(was.source, path)];
  const sentence = note === undefined ? sentenceOf(role, kind, name, path, pods, opened) : `${name} has other ${note}`;
  return [{ kind, object: name, sentence, ...(then === undefined ? {} : { before: then }), ...(at === undefined ? {} : { after: at }) }];
}

const index = oncePerWorld(({ cluster }): ReadonlyMap<string, ClusterObject> => new Map(cluster.objects.map(object => [identityOf(object.reference), object])));

function sentenceOf(role: Role, kind: Edit['kind'], name: string, path: FieldPath, pods: string, opened: boolean): string {
  const rule = formatPath(path);
  switch (role) {
    case 'admits':
      if (kind === 'added') return `${name} is added and admits it by ${rule}`;
      if (kind === 'removed') return `${name}, which admitted it by ${rule}, is removed`;
      return opened ? `${name} now admits it by ${rule}` : `${name} no longer admits it, as it did by ${rule}`;
    case 'closes':
      if (kind === 'added') return `${name} is added and selects ${pods}, and nothing admits it`;
      if (kind === 'removed') return `${name}, which selected ${pods}, is removed`;
      return opened ? `${name} no longer selects ${pods}` : `${name} now selects ${pods}, and nothing admits it`;
    case 'denies':
      if (kind === 'added') return `${name} is added and denies it by ${rule}`;
      if (kind === 'removed') return `${name}, which denied it by ${rule}, is removed`;
      return opened ? `${name} no longer denies it, as it did by ${rule}` : `${name} now denies it by ${rule}`;
    case 'leads':
      return kind === 'changed' ? `${name} is changed at ${rule}, which leads to ${pods}` : `${name}, which leads to ${pods}, is ${kind}`;
    default:
      return `${name} is ${kind}`;
  }
}
