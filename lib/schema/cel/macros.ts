import { isObject } from '../../model/json';
import { translate, truth, type Evaluate, type Scope } from './compile';
import { Unsupported } from './lexer';
import type { Expression } from './parser';
import { EvaluationError, Extended, noOverload } from './values';

const arities: Readonly<Record<string, readonly number[]>> = { all: [2], exists: [2], exists_one: [2], existsOne: [2], filter: [2], map: [2, 3] };

export function isMacro(name: string, count: number): boolean {
  return Object.hasOwn(arities, name) && (arities[name]?.includes(count) ?? false);
}

/** `list.all(item, predicate)` and its kin. The variable takes the next place in the list of variables. */
export function comprehension(name: string, target: Evaluate, parts: readonly Expression[], scope: Scope): Evaluate {
  const [variable, first, second] = parts;
  if (variable?.kind !== 'name' || first === undefined) throw new Unsupported(`${name}() takes a variable and an expression`);
  const at = scope.length;
  const inner = [...scope, variable.name];
  const body = translate(first, inner);
  const result = second === undefined ? undefined : translate(second, inner);
  const over = (variables: unknown[], each: (item: unknown) => boolean): void => {
    for (const item of itemsOf(target(variables))) {
      variables[at] = item;
      if (!each(item)) return;
    }
  };
  switch (name) {
    case 'all': return variables => quantified(over, body, variables, false);
    case 'exists': return variables => quantified(over, body, variables, true);
    case 'exists_one': case 'existsOne': return variables => {
      let found = 0;
      over(variables, () => {
        if (truth(body(variables))) found++;
        return true;
      });
      return found === 1;
    };
    case 'filter': return variables => collect(over, variables, item => (truth(body(variables)) ? [item] : []));
    default: return variables => collect(over, variables, () => (result === undefined ? [body(variables)] : truth(body(variables)) ? [result(variables)] : []));
  }
}

type Over = (variables: unknown[], each: (item: unknown) => boolean) => void;

/** `all` and `exists`: an item that decides outweighs items that fail. */
function quantified(over: Over, body: Evaluate, variables: unknown[], decides: boolean): boolean {
  let failed: unknown;
  let decided = false;
  over(variables, () => {
    try {
      decided = truth(body(variables)) === decides;
    } catch (error) {
      failed ??= error;
    }
    return !decided;
  });
  if (decided) return decides;
  if (failed !== undefined) throw failed instanceof Error ? failed : new EvaluationError('failed');
  return !decides;
}

function collect(over: Over, variables: unknown[], each: (item: unknown) => readonly unknown[]): readonly unknown[] {
  const out: unknown[] = [];
  over(variables, item => {
    out.push(...each(item));
    return true;
  });
  return out;
}

/** A list's items, or a map's keys. */
function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  return isObject(value) && !(value instanceof Extended) ? Object.keys(value) : noOverload('comprehension');
}
