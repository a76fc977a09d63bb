import { labelKeyProblem, labelValueProblem } from '../../model/labels';

/**
 * What is wrong with a selector as the plugin `kubernetes` takes it: `a=b`, `a`, `!a`, `a in (b, c)` and `a notin (b)`, with commas between. It refuses `a!=b`, `a>1` and
 * `a<1`, which `kubectl` takes. Source: `ParseToLabelSelector` of k8s.io/apimachinery.
 */
export function selectorProblem(selector: string): string | undefined {
  const parts = selector.trim() === '' ? [] : selector.match(/(?:\([^)]*\)|[^,(])+|,/g) ?? [];
  if (parts.join('') !== selector.trim() && parts.length > 0 && selector.includes('(') && !selector.includes(')')) return `the selector "${selector}" is not closed`;
  for (const [i, part] of parts.entries()) {
    if (i % 2 === 1) {
      if (part !== ',' || i === parts.length - 1) return `the selector "${selector}" has a comma too many`;
      continue;
    }
    const requirement = /^\s*(?:(!)\s*(\S+)|(\S+?)\s*(?:(==?)\s*(\S*)|\s(in|notin)\s*\(([^()]*)\))?)\s*$/.exec(part);
    if (requirement === null) return `the selector "${selector}" has a part "${part.trim()}" that kubernetes does not take`;
    const key = requirement[2] ?? requirement[3] ?? '';
    const values = requirement[6] === undefined ? [requirement[5] ?? ''] : (requirement[7] ?? '').split(',').map(value => value.trim());
    const problem = labelKeyProblem(key) === undefined ? values.map(value => labelValueProblem(value)).find(found => found !== undefined) : `"${key}" is no key of a label`;
    if (problem !== undefined) return `the selector "${selector}" has a part "${part.trim()}" that kubernetes does not take`;
  }
  return undefined;
}
