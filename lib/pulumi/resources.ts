import * as kubernetes from '@pulumi/kubernetes';
import type { CustomResourceOptions, Resource } from '@pulumi/pulumi';
import type { Manifest } from '../model/object';

type Built = new (name: string, args: never, opts?: CustomResourceOptions) => Resource;

/** Kinds that the provider knows as types of their own; a `CustomResource` of them would be another resource in the state. */
const builtIn: Readonly<Record<string, Built>> = {
  'v1/ConfigMap': kubernetes.core.v1.ConfigMap,
  'v1/Namespace': kubernetes.core.v1.Namespace,
  'v1/Pod': kubernetes.core.v1.Pod,
  'v1/Service': kubernetes.core.v1.Service,
  'apps/v1/DaemonSet': kubernetes.apps.v1.DaemonSet,
  'apps/v1/Deployment': kubernetes.apps.v1.Deployment,
  'apps/v1/ReplicaSet': kubernetes.apps.v1.ReplicaSet,
  'apps/v1/StatefulSet': kubernetes.apps.v1.StatefulSet,
  'batch/v1/CronJob': kubernetes.batch.v1.CronJob,
  'batch/v1/Job': kubernetes.batch.v1.Job,
  'networking.k8s.io/v1/Ingress': kubernetes.networking.v1.Ingress,
  'networking.k8s.io/v1/NetworkPolicy': kubernetes.networking.v1.NetworkPolicy,
};

/** Registers one manifest as a resource. Outputs in it stay Outputs. */
export function register(name: string, manifest: Manifest, opts: CustomResourceOptions): Resource {
  const { apiVersion, kind, ...rest } = manifest;
  const Class = builtIn[`${apiVersion}/${kind}`];
  if (Class !== undefined) return new Class(name, rest as never, opts);
  return new kubernetes.apiextensions.CustomResource(name, manifest, opts);
}
