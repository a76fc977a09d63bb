import { child, entries, type Place } from './place';
import { podWarnings } from './pod-spec/pod-warnings';
import { podNaming, remarks, warn } from './warn';

function templateAt(root: Place, ...way: readonly string[]): void {
  let place: Place | undefined = root;
  for (const step of way) place = place === undefined ? undefined : child(place, step);
  if (place !== undefined) podWarnings(place);
}

export const podsWarnings = remarks(root => { podNaming(root); podWarnings(root); });
/** Controllers whose own name becomes part of the names of pods. */
export const controllerWarnings = remarks(root => { podNaming(root); templateAt(root, 'spec', 'template'); });
/** A StatefulSet has a label for a name anyway, and a DaemonSet is not asked. */
export const templateWarnings = remarks(root => { templateAt(root, 'spec', 'template'); });
export const cronJobWarnings = remarks(root => { podNaming(root); templateAt(root, 'spec', 'jobTemplate', 'spec', 'template'); });

/** Source: Kubernetes 1.36, registry/networking/ingress. */
export const ingressWarnings = remarks(root => {
  const metadata = child(root, 'metadata');
  const key = 'kubernetes.io/ingress.class';
  if (metadata !== undefined && entries(metadata, 'annotations').some(([name]) => name === key)) warn(metadata, ['annotations', key], `annotation "${key}" is deprecated`, 'use "spec.ingressClassName"');
});
