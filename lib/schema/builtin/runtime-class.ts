import type { JsonObject } from '../../model/json';
import { dnsLabelProblem } from '../../model/names';
import type { CodeValidation } from '../answer';
import { labels } from './label-selector';
import { child, children, grammar, judge, need, refuse, text } from './place';
import { fixedResources } from './pod-spec/resources';
import { tolerations } from './pod-spec/scheduling';

/** Source: Kubernetes 1.36, node/validation. */
export const runtimeClass: CodeValidation = (object: JsonObject) => judge(object, root => {
  if (need(root, 'handler')) grammar(root, 'handler', dnsLabelProblem);
  const overhead = child(root, 'overhead');
  if (overhead !== undefined) fixedResources(overhead, 'podFixed');
  const scheduling = child(root, 'scheduling');
  if (scheduling === undefined) return;
  labels(scheduling, 'nodeSelector');
  tolerations(scheduling);
  const seen = new Set<string>();
  for (const toleration of children(scheduling, 'tolerations')) {
    const said = JSON.stringify(['key', 'operator', 'value', 'effect'].map(key => text(toleration, key)));
    if (seen.has(said)) refuse(toleration, [], 'duplicate', 'an earlier toleration says the same');
    seen.add(said);
  }
});
