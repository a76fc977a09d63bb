import { annotations } from '../metadata';
import { labels } from '../label-selector';
import { child, has, refuse, size, type Place } from '../place';
import { podAnnotations } from './pod-annotations';
import { podSpec, type PodPlace } from './pod-spec';

/** A pod template of a controller. Source: Kubernetes 1.36, core/validation, ValidatePodTemplateSpec. */
export function podTemplate(owner: Place, key = 'template', where: Omit<PodPlace, 'isPod' | 'podName'> = {}): Place | undefined {
  const template = child(owner, key);
  if (template === undefined) {
    if (!has(owner, key)) refuse(owner, key, 'required', `"${key}" must be given`);
    return undefined;
  }
  const metadata = child(template, 'metadata');
  if (metadata !== undefined) {
    labels(metadata, 'labels');
    annotations(metadata);
  }
  const spec = child(template, 'spec');
  if (spec === undefined) {
    if (!has(template, 'spec')) refuse(template, ['spec', 'containers'], 'required', '"containers" must be given');
    return undefined;
  }
  podSpec(spec, { ...where, isPod: false, podName: '' });
  podAnnotations(template, spec);
  if (size(spec, 'ephemeralContainers') > 0) refuse(spec, 'ephemeralContainers', 'forbidden', 'ephemeral containers are added to running pods, a template has none');
  return spec;
}
