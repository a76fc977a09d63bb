import type { ClusterObject } from '../../cluster/object';
import type { Rule, View } from '../rule';

/** Namespaces that exist from the start. */
const builtIn = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

/**
 * An object in a namespace that nobody declared: a typing error there is a namespace of its own. Programs say what they use; of files one
 * cannot tell, so there it is advice unless the input is said to be complete.
 */
export const namespaceUndeclared: Rule = {
  id: 'api/namespace-undeclared',
  codes: [],
  severity: 'error',
  reads: 'written',
  check: view => {
    const declared = declaredNames(view);
    const users = new Map<string, { usedBy: Set<string>; object: ClusterObject | undefined }>();
    const note = (name: string, by: string, object?: ClusterObject): void => {
      if (declared.has(name)) return;
      const user = users.get(name) ?? { usedBy: new Set(), object: undefined };
      user.usedBy.add(by);
      // A construct is a better place to look at than none.
      if (user.object?.source.construct === undefined) user.object = user.object !== undefined && object?.source.construct === undefined ? user.object : object;
      users.set(name, user);
    };
    for (const { name, usedBy } of view.undeclaredNamespaces) for (const by of usedBy) note(name, by);
    for (const object of view.cluster.objects) {
      const { kind, name, namespace } = object.reference;
      if (namespace !== undefined) note(namespace, `${kind} ${name}`, object);
    }
    return [...users].map(([name, { usedBy, object }]) => ({
      message: `namespace ${name} is declared nowhere and used by ${some([...usedBy].sort())}`,
      ...(view.program
        ? { help: `declare it: net.namespace('${name}', { create: true }), or without create if it exists already`, constructs: object?.source.construct === undefined ? [] : [object.source.construct] }
        : {
            help: `add Namespace ${name}, or declare it in sealane.yaml if it exists already`,
            ...(object === undefined ? {} : { object, path: ['metadata', 'namespace'] }),
            ...(view.facts.complete === true ? {} : { severity: 'info' as const, assumption: `nobody else makes namespace ${name}` }),
          }),
    }));
  },
};

function declaredNames({ cluster, facts, intents }: View): ReadonlySet<string> {
  return new Set([
    ...builtIn,
    ...intents.flatMap(({ intent }) => (intent.kind === 'namespace' ? [intent.namespace.name] : [])),
    ...cluster.of('', 'Namespace').map(({ reference }) => reference.name),
    ...facts.declared.flatMap(({ kind, name }) => (kind === 'Namespace' ? [name] : [])),
  ]);
}

function some(items: readonly string[]): string {
  return items.length <= 3 ? items.join(', ') : `${items.slice(0, 3).join(', ')} and ${items.length - 3} more`;
}
