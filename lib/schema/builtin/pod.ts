import type { CodeValidation } from '../answer';
import type { JsonObject } from '../../model/json';
import { untrimmed } from './pod-spec/containers';
import { podAnnotations } from './pod-spec/pod-annotations';
import { podSpec } from './pod-spec/pod-spec';
import { child, children, has, judge, missing, refuse, size, text } from './place';

/** Source: Kubernetes 1.36, core/validation, ValidatePodCreate. */
export const pod: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = child(root, 'spec');
  if (spec === undefined) {
    if (!has(root, 'spec')) refuse(root, ['spec', 'containers'], 'required', '"containers" must be given');
    return;
  }
  const metadata = child(root, 'metadata');
  podSpec(spec, { isPod: true, podName: metadata === undefined ? '' : text(metadata, 'name') });
  podAnnotations(root, spec);
  for (const list of ['containers', 'initContainers']) for (const container of children(spec, list)) untrimmed(container);
  if (size(spec, 'ephemeralContainers') > 0) refuse(spec, 'ephemeralContainers', 'forbidden', 'ephemeral containers are added to running pods, a new pod has none');
  if (!missing(spec, 'nodeName') && size(spec, 'schedulingGates') > 0) refuse(spec, 'nodeName', 'forbidden', '"nodeName" must not be given before all scheduling gates are gone');
});
