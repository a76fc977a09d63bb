/**
 * Labels that a template of an alert names as `$labels.job`. Those that a condition of the template asks about are left out: it has other words where
 * they are not there.
 *
 * @example labelsSaid('{{ $labels.job }} on {{ $labels.instance }}') // ['job', 'instance']
 */
export function labelsSaid(template: string): readonly string[] {
  const actions = [...template.matchAll(/\{\{(?<action>[^}]*)\}\}/g)].map(({ groups }) => groups?.['action'] ?? '');
  const conditions = actions.filter(action => /^\s*-?\s*(?:else\s+)?(?:if|with)\b/.test(action)).join(' ');
  return [...new Set(actions.flatMap(named))].filter(label => !named(conditions).includes(label));
}

function named(action: string): readonly string[] {
  return [...action.matchAll(/\$labels\.(\w+)|index\s+\$labels\s+"([^"]+)"/g)].map(([, field, key]) => field ?? key ?? '');
}
