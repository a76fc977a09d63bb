import type { World } from '../../cluster/cluster';
import type { Workload } from '../../cluster/workload';
import { objectAt, objectsAt, textAt, textsAt } from '../../mesh/fields';
import { every, type Certainty, certainly } from '../../model/certainty';
import { compare, type JsonObject } from '../../model/json';
import { selects } from '../../model/selector';
import { selectsNamespace } from '../../reach/pods';
import { effect, type Effect } from './effect';

/** Admission webhooks that are asked when a pod of the workload is created: those that change it in the order of their names, then those that only judge. */
export function admissionEffects(world: World, workload: Workload): readonly Effect[] {
  return (['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'] as const).flatMap(kind => [...world.cluster.of('admissionregistration.k8s.io', kind)]
    .sort((a, b) => compare(a.reference.name, b.reference.name))
    .flatMap(object => objectsAt(object.effective, 'webhooks').flatMap((hook, i) => {
      const asked = isAsked(world, workload, hook);
      if (asked === 'no') return [];
      const name = textAt(hook, 'name') ?? '';
      const service = objectAt(hook, 'clientConfig', 'service');
      const at = service === undefined ? '' : `, at Service ${textAt(service, 'namespace') ?? ''}/${textAt(service, 'name') ?? ''}`;
      const failing = textAt(hook, 'failurePolicy') === 'Ignore' ? 'passed where it does not answer' : 'refused where it does not answer';
      return [effect('admission', asked === 'yes' ? 'applies' : 'unknown', object, ['webhooks', i], `${kind.startsWith('Mutating') ? 'changes' : 'judges'} new pods by ${name}${at}; ${failing}`)];
    })));
}

function isAsked(world: World, workload: Workload, hook: JsonObject): Certainty {
  const rules = objectsAt(hook, 'rules').some(rule => has(textsAt(rule, 'apiGroups'), '') && has(textsAt(rule, 'apiVersions'), 'v1') && textsAt(rule, 'resources').some(resource => ['pods', '*', '*/*', 'pods/*'].includes(resource))
    && has(textsAt(rule, 'operations'), 'CREATE'));
  const objects = objectAt(hook, 'objectSelector');
  const namespaces = objectAt(hook, 'namespaceSelector');
  return every([
    certainly(rules),
    objects === undefined ? 'yes' : certainly(selects(objects, workload.labels)),
    namespaces === undefined || Object.keys(namespaces).length === 0 ? 'yes' : selectsNamespace(world, namespaces, workload.namespace),
    objectsAt(hook, 'matchConditions').length === 0 ? 'yes' : 'unknown',
  ]);
}

function has(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}
