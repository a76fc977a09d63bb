import { ofKind, type Recorded } from '../../intents/intents';
import type { CallAliasIntent } from '../../intents/multi-cluster-service';
import type { Contribution } from '../contribution';
import { remark } from '../remark';

/** Names that two things would answer for. Addresses are objects' own matter: a rule sees them. */
export function emitAliasRemarks(recorded: readonly Recorded[]): readonly Contribution[] {
  const aliases = ofKind(recorded, 'call-alias');
  return aliases.flatMap((entry, i) => taken(entry, aliases.slice(0, i).map(({ intent }) => intent), recorded));
}

/** Search domains come first: `ratings.shop` is asked for as `ratings.shop.svc.cluster.local` before it is asked for as it stands. */
function taken({ intent: { alias, namespace }, origin }: Recorded<CallAliasIntent>, earlier: readonly CallAliasIntent[], recorded: readonly Recorded[]): readonly Contribution[] {
  const service = ofKind(recorded, 'service').find(({ intent }) => [`${intent.service.name}.${intent.service.namespace.name}`, `${intent.service.name}.${intent.service.namespace.name}.svc`].includes(alias));
  const twin = earlier.find(other => other.alias === alias && other.namespace.name !== namespace.name);
  const whose = service !== undefined ? `Service ${service.intent.service.namespace.name}/${service.intent.service.name}` : twin === undefined ? undefined : `the entry in namespace ${twin.namespace.name}`;
  if (whose === undefined) return [];
  return [remark(origin, { rule: 'multicluster/alias-taken', severity: 'error', codes: ['MC-08'], message: `alias ${alias} is also a name of ${whose}, which answers first`, help: 'use another alias, such as one that ends in "mesh.internal"' })];
}
