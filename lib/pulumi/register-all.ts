import type { CustomResourceOptions, Resource } from '@pulumi/pulumi';
import { identityOf, referenceOf, type Manifest } from '../model/object';
import type { Stage } from '../systems/contribution';
import { outputsIn } from './leaves';
import { register } from './resources';

/** An object, and the stage in which it may be applied. */
export interface Staged {
  readonly manifest: Manifest;
  readonly stage: Stage;
  /** Identities of objects that it waits for besides; they come before it. @default [] */
  readonly after?: readonly string[];
}

/** Whose resources they become. */
export interface Registration {
  /** Name of the component; the names of resources begin with it. */
  readonly name: string;
  readonly parent: Resource;
  /** What an object that holds an Output waits for. */
  readonly passed: Promise<void>;
}

/** Objects arrive in the order in which they may be applied; each waits for the stage before its own, and for the check of values that are only known now. */
export function registerAll(objects: readonly Staged[], { name, parent, passed }: Registration): ReadonlyMap<string, Resource> {
  const resources = new Map<string, Resource>();
  const done: { readonly stage: Stage; readonly namespace: string; readonly resource: Resource }[] = [];
  for (const { manifest, stage, after = [] } of objects) {
    const namespace = manifest.metadata.namespace ?? manifest.metadata.name;
    const before = done.filter(other => other.stage !== stage && (other.namespace === namespace || stage === 'deny'));
    const previous = before.at(-1)?.stage;
    const needed = before
      .filter(other => other.stage === previous || other.stage === 'namespace')
      .map(({ resource }) => resource)
      .concat(after.flatMap(identity => resources.get(identity) ?? []));
    const dependsOn = (outputsIn(manifest).length === 0 ? needed : passed.then(() => needed)) as NonNullable<CustomResourceOptions['dependsOn']>;
    const resource = register([name, manifest.metadata.namespace, manifest.metadata.name].filter(part => part !== undefined).join('/'), manifest, { parent, dependsOn });
    resources.set(identityOf(referenceOf(manifest)), resource);
    done.push({ stage, namespace, resource });
  }
  return resources;
}
