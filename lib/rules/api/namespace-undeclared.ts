import { groupOf } from '../../model/object';
import { isClusterScoped } from '../../model/scope';
import type { Rule } from '../rule';

/** Namespaces that exist from the start. */
const builtIn = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

/** An object in a namespace that nobody declared: a typing error there is a namespace of its own. */
export const namespaceUndeclared: Rule = {
  id: 'api/namespace-undeclared',
  codes: [],
  severity: 'error',
  check: ({ objects, undeclaredNamespaces, intents }) => {
    const declared = new Set([
      ...builtIn,
      ...intents.flatMap(({ intent }) => (intent.kind === 'namespace' ? [intent.namespace.name] : [])),
      ...objects.flatMap(({ reference }) => (reference.kind === 'Namespace' ? [reference.name] : [])),
    ]);
    const users = new Map<string, { usedBy: Set<string>; constructs: Set<string> }>();
    const note = (name: string, by: string, construct?: string): void => {
      if (declared.has(name)) return;
      const user = users.get(name) ?? { usedBy: new Set(), constructs: new Set() };
      user.usedBy.add(by);
      if (construct !== undefined) user.constructs.add(construct);
      users.set(name, user);
    };
    for (const { name, usedBy } of undeclaredNamespaces) for (const by of usedBy) note(name, by);
    for (const { reference, construct } of objects) {
      if (reference.namespace !== undefined && !isClusterScoped(groupOf(reference.apiVersion), reference.kind)) note(reference.namespace, `${reference.kind} ${reference.name}`, construct);
    }
    return [...users].map(([name, { usedBy, constructs }]) => ({
      message: `namespace ${name} is declared nowhere and used by ${some([...usedBy].sort())}`,
      help: `declare it: net.namespace('${name}', { create: true }), or without create if it exists already`,
      constructs: [...constructs].slice(0, 1),
    }));
  },
};

function some(items: readonly string[]): string {
  return items.length <= 3 ? items.join(', ') : `${items.slice(0, 3).join(', ')} and ${items.length - 3} more`;
}
