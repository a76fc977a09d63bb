import type { Declared, Facts } from './facts';

/** Whether the input has everything of a namespace, so that what is missing there does not exist. `undefined`: of the whole cluster. */
export function isComplete({ complete }: Facts, namespace: string | undefined): boolean {
  return complete === true || (namespace !== undefined && complete.has(namespace));
}

/** Whether somebody declared that an object exists outside the input. */
export function isDeclared({ declared }: Facts, { group, kind, namespace, name }: Declared): boolean {
  return declared.some(thing =>
    thing.kind === kind
    && (thing.group === undefined || group === undefined || thing.group === group)
    && (thing.namespace === undefined || thing.namespace === namespace)
    && (thing.name.endsWith('*') ? name.startsWith(thing.name.slice(0, -1)) : thing.name === name));
}
