import { isObject, type JsonObject } from '../model/json';
import { textsIn, type Labels } from '../model/labels';
import { fieldAt, templatePath, textAt } from '../model/object';
import type { Protocol } from '../model/port';
import type { ClusterObject } from './object';
import type { DeclaredPort } from './workload';

/** Groups whose kinds hold no pod template, so that their objects need not be read to know it. */
const withoutTemplates = /(?:^|\.)(?:istio\.io|cilium\.io|projectcalico\.org|cert-manager\.io)$|^(?:networking|policy\.networking|gateway\.networking|discovery|rbac\.authorization|admissionregistration|apiextensions|apiregistration|storage|scheduling|coordination|node|events)\.k8s\.io$|^(?:policy|autoscaling)$/;
const ofCore = new Set(['Pod', 'ReplicationController']);

/** Whether an object has pods of its own: a Pod, a workload of Kubernetes, or any object with containers in `spec.template.spec`. */
export function hasPodTemplate(object: ClusterObject): boolean {
  if (object.group === '' ? !ofCore.has(object.kind) : withoutTemplates.test(object.group)) return false;
  return Array.isArray(fieldAt(object.written, ...templatePath(object.kind), 'spec', 'containers'));
}

/** The pod template of an object, effective; of a Pod, the Pod. */
export function templateOf(object: ClusterObject): JsonObject {
  const template = fieldAt(object.effective, ...templatePath(object.kind));
  return isObject(template) ? template : {};
}

/** Labels or annotations of a template or a Pod; a value that is no text is not one. */
export function textsOf(template: JsonObject, field: 'labels' | 'annotations'): Labels {
  const map = fieldAt(template, 'metadata', field);
  return textsIn(isObject(map) ? map : undefined);
}

/** Ports that containers declare, those of restartable init containers with them, as Kubernetes looks for a named `targetPort`. */
export function portsOf(podSpec: JsonObject): readonly DeclaredPort[] {
  const sidecars = containersIn(podSpec, 'initContainers').filter(container => container['restartPolicy'] === 'Always');
  return [...containersIn(podSpec, 'containers'), ...sidecars].flatMap(container => {
    const ports: unknown = container['ports'];
    return Array.isArray(ports) ? ports.filter(isObject).flatMap(port => declared(port, textAt(container, 'name') ?? '')) : [];
  });
}

function declared(port: JsonObject, container: string): readonly DeclaredPort[] {
  const { name, containerPort, hostPort, protocol } = port;
  if (typeof containerPort !== 'number') return [];
  return [
    {
      ...(typeof name === 'string' && name !== '' ? { name } : {}),
      port: containerPort,
      ...(typeof hostPort === 'number' && hostPort !== 0 ? { hostPort } : {}),
      protocol: (typeof protocol === 'string' ? protocol : 'TCP') as Protocol,
      container,
    },
  ];
}

/** Containers of a pod spec by field. */
export function containersIn(podSpec: JsonObject, field: 'containers' | 'initContainers' | 'ephemeralContainers'): readonly JsonObject[] {
  const list = podSpec[field];
  return Array.isArray(list) ? list.filter(isObject) : [];
}
