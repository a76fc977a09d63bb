import { isObject, type JsonObject } from '../model/json';
import { fieldAt, groupOf, type ObjectReference } from '../model/object';
import type { GivenObject } from './given';
import type { ClusterObject } from './object';

/** What an object cannot say of itself. */
export interface Surroundings {
  /** The namespace of a namespaced object that names none. */
  readonly namespace: (object: GivenObject) => string;
  readonly isClusterScoped: (group: string, kind: string) => boolean;
  readonly effective: (written: JsonObject, reference: ObjectReference) => JsonObject;
}

const none: ClusterObject['repeated'] = [];

/** An object of the cluster. What was not asked for is not made: neither the whole object of a construct nor its effective view. */
export function clusterObject(given: GivenObject, surroundings: Surroundings): ClusterObject {
  const { apiVersion, kind, namespace: stated, name } = given.reference ?? referenceIn(given.written);
  const group = groupOf(apiVersion);
  const namespace = surroundings.isClusterScoped(group, kind) || (stated === undefined && given.reference === undefined && isLive(given.written)) ? undefined : stated ?? surroundings.namespace(given);
  const reference: ObjectReference = namespace === undefined ? { apiVersion, kind, name } : { apiVersion, kind, name, namespace };
  return new LazyObject(given, reference, group, surroundings.effective);
}

/** A class, because there are many and every rule reads them: objects of a literal with getters are slow to make, and to read. */
class LazyObject implements ClusterObject {
  readonly kind: string;
  readonly source: ClusterObject['source'];
  readonly repeated: ClusterObject['repeated'];
  private made: JsonObject | undefined;

  constructor(
    private readonly given: GivenObject,
    readonly reference: ObjectReference,
    readonly group: string,
    private readonly make: Surroundings['effective'],
  ) {
    this.kind = reference.kind;
    this.source = given.source ?? { inside: [] };
    this.repeated = given.repeated ?? none;
  }

  get written(): JsonObject {
    return this.given.written;
  }
  get effective(): JsonObject {
    return (this.made ??= this.make(this.given.written, this.reference));
  }
  get live(): boolean {
    return isLive(this.given.written);
  }
}

/** An object that the server will name is called by its prefix and a star: `migrate-*`. */
function referenceIn(object: JsonObject): ObjectReference {
  const metadata = object['metadata'];
  const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
  const prefix = text(fieldAt(metadata, 'generateName'));
  const namespace = text(fieldAt(metadata, 'namespace'));
  return {
    apiVersion: text(object['apiVersion']) ?? '',
    kind: text(object['kind']) ?? '',
    name: text(fieldAt(metadata, 'name')) ?? (prefix === undefined ? '' : `${prefix}*`),
    ...(namespace === undefined ? {} : { namespace }),
  };
}

/** Only a server gives these. `status` alone says nothing: generators write empty ones. */
function isLive(object: JsonObject): boolean {
  const metadata = object['metadata'];
  return isObject(metadata) && (metadata['uid'] !== undefined || metadata['resourceVersion'] !== undefined || metadata['managedFields'] !== undefined);
}
