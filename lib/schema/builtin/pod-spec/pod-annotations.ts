import { isObject } from '../../../model/json';
import { descendingPathProblem } from '../grammars';
import { child, entries, refuse, spell, text, type Place } from '../place';
import { allContainers } from './operating-system';

// Annotations of pods that the server reads. Source: Kubernetes 1.36, core/validation, ValidatePodSpecificAnnotations.

const seccompOfPod = 'seccomp.security.alpha.kubernetes.io/pod';
const seccompOfContainer = 'container.seccomp.security.alpha.kubernetes.io/';
const appArmor = 'container.apparmor.security.beta.kubernetes.io/';

/** `owner` has `metadata`, `spec` is its pod spec. */
export function podAnnotations(owner: Place, spec: Place): void {
  const metadata = child(owner, 'metadata');
  if (metadata === undefined || !isObject(metadata.value['annotations'])) return;
  const given = new Map(entries(metadata, 'annotations').flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : [])));
  for (const [key, value] of given) {
    const at = ['annotations', key];
    if (key === 'kubernetes.io/config.mirror' && text(spec, 'nodeName') === '') refuse(metadata, at, 'invalid', 'a mirror pod must name its node in "nodeName"');
    if (key === 'controller.kubernetes.io/pod-deletion-cost' && !isCost(value)) refuse(metadata, at, 'format', `"${value}" must be a whole number of 32 bits`);
    if (key === seccompOfPod || key.startsWith(seccompOfContainer)) spell(metadata, at, value, seccompProblem);
    if (!key.startsWith(appArmor)) continue;
    const name = key.slice(appArmor.length);
    if (!allContainers(spec).some(container => text(container, 'name') === name)) refuse(metadata, at, 'invalid', `"${name}" is not a container of the pod`);
    if (!/^$|^runtime\/default$|^unconfined$|^localhost\//.test(value)) refuse(metadata, at, 'format', `"${value}" is not an AppArmor profile`);
  }
  agreement(given, spec);
}

function isCost(value: string): boolean {
  return /^(-\d+|0|[1-9]\d*)$/.test(value) && Math.abs(Number(value) + 0.5) < 2 ** 31;
}

function seccompProblem(value: string): string | undefined {
  if (['runtime/default', 'docker/default', 'unconfined'].includes(value)) return undefined;
  return value.startsWith('localhost/') ? descendingPathProblem(value.slice('localhost/'.length)) : 'is not a seccomp profile';
}

/** An annotation beside the field that replaced it must say the same. */
function agreement(given: ReadonlyMap<string, string>, spec: Place): void {
  const ofPod = child(spec, 'securityContext');
  compare(ofPod, 'seccompProfile', given.get(seccompOfPod));
  for (const container of allContainers(spec)) {
    const own = child(container, 'securityContext');
    compare(own, 'seccompProfile', given.get(`${seccompOfContainer}${text(container, 'name')}`));
    const os = child(spec, 'os');
    if (os !== undefined && text(os, 'name') === 'windows') continue;
    const holder = own !== undefined && child(own, 'appArmorProfile') !== undefined ? own : ofPod;
    compare(holder, 'appArmorProfile', given.get(`${appArmor}${text(container, 'name')}`));
  }
}

function compare(security: Place | undefined, field: 'seccompProfile' | 'appArmorProfile', annotation: string | undefined): void {
  const profile = security === undefined ? undefined : child(security, field);
  if (profile === undefined || annotation === undefined) return;
  const type = text(profile, 'type');
  const said = annotation.startsWith('localhost/') ? 'Localhost' : annotation === 'unconfined' ? 'Unconfined' : annotation === 'runtime/default' || field === 'seccompProfile' && annotation === 'docker/default' ? 'RuntimeDefault' : '';
  if (['Localhost', 'RuntimeDefault', 'Unconfined'].includes(type) && type !== said) refuse(profile, 'type', 'forbidden', `"${type}" must be the same as the annotation, "${annotation}"`);
  else if (type === 'Localhost' && annotation.slice('localhost/'.length) !== text(profile, 'localhostProfile')) refuse(profile, 'localhostProfile', 'forbidden', `"${text(profile, 'localhostProfile')}" must be the same as the annotation, "${annotation}"`);
}
