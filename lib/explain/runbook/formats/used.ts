import type { Runbook, Variable } from '../step';

/** Variables that some command uses, or another variable that is used. */
export function usedVariables({ variables, steps }: Runbook): readonly Variable[] {
  const texts = steps.flatMap(({ commands }) => commands.map(({ run }) => run));
  const used = new Set<string>();
  const uses = (text: string, name: string): boolean => new RegExp(String.raw`\$\{?${name}\b`).test(text);
  for (const { name, value } of [...variables].reverse()) {
    if (!texts.some(text => uses(text, name))) continue;
    used.add(name);
    texts.push(value.replaceAll(`\${${name}:-`, ''));
  }
  return variables.filter(({ name }) => used.has(name));
}
