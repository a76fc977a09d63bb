import * as kubernetes from '@pulumi/kubernetes';
import type { CustomResourceOptions, Resource } from '@pulumi/pulumi';
import type { Manifest } from '../model/object';

type Built = new (name: string, args: never, opts?: CustomResourceOptions) => Resource;

type Classes = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Built | undefined>> | undefined>> | undefined>>;

/** Groups of Kubernetes whose module in the SDK is not called by the whole of what stands before `.k8s.io`. */
const longGroups = ['flowcontrol.apiserver.k8s.io', 'internal.apiserver.k8s.io', 'rbac.authorization.k8s.io'];

/** The class of a kind that the provider knows as a type of its own; a `CustomResource` of it would be another resource in the state. */
function builtIn(apiVersion: string, kind: string): Built | undefined {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const [module = ''] = group === '' ? ['core'] : group.split('.');
  if (group !== '' && group !== module && group !== `${module}.k8s.io` && !longGroups.includes(group)) return undefined;
  return (kubernetes as unknown as Classes)[module]?.[version]?.[kind];
}

/** Registers one manifest as a resource. Outputs in it stay Outputs. */
export function register(name: string, manifest: Manifest, opts: CustomResourceOptions): Resource {
  const { apiVersion, kind, ...rest } = manifest;
  const Class = builtIn(apiVersion, kind);
  if (Class !== undefined) return new Class(name, rest as never, opts);
  return new kubernetes.apiextensions.CustomResource(name, manifest, opts);
}
