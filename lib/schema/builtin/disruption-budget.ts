import type { JsonObject } from '../../model/json';
import type { CodeValidation } from '../answer';
import { countOrPercent } from './int-or-percent';
import { labelSelector } from './label-selector';
import { child, chooseGiven, has, judge, refuse } from './place';

/** Source: Kubernetes 1.36, policy/validation. */
export const podDisruptionBudget: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = child(root, 'spec');
  if (spec === undefined) return;
  if (has(spec, 'minAvailable') && has(spec, 'maxUnavailable')) refuse(spec, [], 'invalid', 'only one of "minAvailable", "maxUnavailable" may be given');
  countOrPercent(spec, 'minAvailable', true);
  countOrPercent(spec, 'maxUnavailable', true);
  labelSelector(spec, 'selector');
  chooseGiven(spec, 'unhealthyPodEvictionPolicy', ['IfHealthyBudget', 'AlwaysAllow']);
});
