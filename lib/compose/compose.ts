import type { Origin, Recorded } from '../intents/intents';
import type { Finding } from '../model/finding';
import { canonical, compare, countOpaque } from '../model/json';
import { identityOf, referenceOf } from '../model/object';
import type { Platform } from '../platform/platform';
import type { Contribution, Share } from '../systems/contribution';
import { emit } from '../systems/emit';
import { conflict, type ComposedObject, type Owned, type TemplateChange } from './composed';
import { groupBy } from '../model/group-by';
import { ownDestinationRules } from './owners/destination-rule';
import { ownGateways } from './owners/gateway';
import { ownIngresses } from './owners/ingress';
import { ownNamespaces } from './owners/namespace';
import { ownObjects } from './owners/object';
import { ownPeerAuthentications } from './owners/peer-authentication';
import { ownPodTemplates } from './owners/pod-template';
import { ownHttpRoutes, ownVirtualServices } from './owners/route';
import { patched, type Patch } from './patch';
import { stages } from './stage';

/** What a network is, once all patterns have spoken. */
export interface Composition {
  /** In the order in which they may be applied: what others need comes first, what refuses comes last. */
  readonly objects: readonly ComposedObject[];
  readonly templates: readonly TemplateChange[];
  readonly findings: readonly Finding[];
  /** Values that are only known at deploy, so that no rule could look at them. */
  readonly opaque: number;
}

/**
 * Intents to objects: systems emit contributions, owners merge them, patches change what is finished. The same intents and patches give the
 * same objects, byte for byte, in whatever order they were recorded.
 */
export function compose(recorded: readonly Recorded[], platform: Platform, patches: readonly Patch[] = []): Composition {
  const ordered = [...recorded].sort((a, b) => compare(a.origin.path, b.origin.path) || compare(a.origin.pattern, b.origin.pattern));
  const contributions = emit(ordered, platform)
    .map(contribution => ({ contribution, key: sortKey(contribution) }))
    .sort((a, b) => compare(a.key, b.key) || compare(contentKey(a.contribution.share), contentKey(b.contribution.share)))
    .map(({ contribution }) => contribution);
  const of = <O extends Share['owner']>(owner: O): readonly Contribution<Extract<Share, { owner: O }>>[] =>
    contributions.filter((contribution): contribution is Contribution<Extract<Share, { owner: O }>> => contribution.share.owner === owner);
  const owned: readonly Owned[] = [
    ownNamespaces(of('namespace')),
    ownPodTemplates(of('pod-template')),
    ownGateways(of('gateway')),
    ownDestinationRules(of('destination-rule'), platform),
    ownVirtualServices(of('virtual-service'), platform),
    ownHttpRoutes(of('http-route'), platform),
    ownPeerAuthentications(of('peer-authentication'), platform),
    ownIngresses(of('ingress'), platform),
    ownObjects(of('object')),
  ];
  const merged = owned.flatMap(result => result.objects).sort(inOrder);
  const { objects, findings: refused } = patched(merged, patches);
  const remarks = of('remark').map(({ share }) => share.finding);
  return {
    objects,
    templates: owned.flatMap(result => result.templates ?? []),
    findings: [...owned.flatMap(result => result.findings), ...unique(remarks), ...collisions(merged), ...refused],
    opaque: objects.reduce((sum, { manifest }) => sum + countOpaque(manifest), 0),
  };
}

/** Contributions have no order of their own; this one, and their content where it leaves a choice, makes every later choice the same each time. */
function sortKey({ share, origin }: Contribution): string {
  return `${origin.path}\n${origin.pattern}\n${share.owner}\n${share.owner === 'object' ? identityOf(referenceOf(share.manifest)) : ''}`;
}

/** Subjects are known by the place of their share, and reading them costs. So does this, which is asked once for each share. */
function contentKey(share: Share): string {
  let key = contentKeys.get(share);
  if (key === undefined) contentKeys.set(share, (key = share.owner === 'namespace' ? canonical(share.labels) : share.owner === 'pod-template' ? canonical([share.labels, share.annotations, share.spec, share.workloadSpec]) : canonical(share)));
  return key;
}

const contentKeys = new WeakMap<Share, string>();

function inOrder(a: ComposedObject, b: ComposedObject): number {
  const [first, second] = [a.manifest.metadata, b.manifest.metadata];
  return stages.indexOf(a.stage) - stages.indexOf(b.stage) || compare(first.namespace ?? '', second.namespace ?? '') || compare(a.manifest.kind, b.manifest.kind) || compare(first.name, second.name);
}

/** Objects of different owners under one name. */
function collisions(objects: readonly ComposedObject[]): readonly Finding[] {
  return groupBy(objects, ({ manifest }) => identityOf(referenceOf(manifest)))
    .filter(group => group.length > 1)
    .map(group => conflict(referenceOf(group[0]?.manifest ?? { apiVersion: '', kind: '', metadata: { name: '' } }), [], group.map(({ manifest, origins }): { value: unknown; origins: readonly Origin[] } => ({ value: manifest['spec'], origins })), 'two things have this name; give one of them a name of its own'));
}

function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map(finding => [`${finding.rule}\n${finding.message}`, finding])).values()];
}
