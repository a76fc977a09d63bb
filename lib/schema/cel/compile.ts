import { isObject } from '../../model/json';
import { functions } from './functions';
import { fieldName, parse, type Expression } from './parser';
import { Unsupported } from './lexer';
import { comprehension, isMacro } from './macros';
import { equal, EvaluationError, Extended, noOverload, order } from './values';

/** A compiled expression: reads variables by place and gives a value, or throws an `EvaluationError`. */
export type Evaluate = (variables: unknown[]) => unknown;

/** Names in scope, by their place in the list of variables. */
export type Scope = readonly string[];

/**
 * Translates a CEL expression into a JavaScript function over plain JSON.
 *
 * Functions are built from functions, never from text: rules come from manifests that nobody has looked at yet.
 *
 * @throws {Unsupported} for what is not CEL, or not built.
 * @example compile('self.size() <= 3', ['self'])([[1, 2]]) // true
 */
export function compile(text: string, names: Scope): Evaluate {
  return translate(parse(text), names);
}

const typeNames = new Set(['int', 'uint', 'double', 'string', 'bool', 'bytes', 'list', 'map', 'null_type', 'duration', 'timestamp']);

export function translate(expression: Expression, scope: Scope): Evaluate {
  switch (expression.kind) {
    case 'literal': {
      const value = expression.type === 'bytes' ? new Extended('bytes', expression.value) : expression.value;
      return () => value;
    }
    case 'name': {
      const at = scope.lastIndexOf(expression.name);
      if (at >= 0) return variables => variables[at];
      if (!typeNames.has(expression.name)) throw new Unsupported(`"${expression.name}" is not known`);
      const type = new Extended('type', expression.name === 'uint' ? 'int' : expression.name);
      return () => type;
    }
    case 'field': return field(expression, scope);
    case 'index': return index(expression, scope);
    case 'call': return call(expression, scope);
    case 'list': {
      const items = expression.items.map(item => translate(item, scope));
      return variables => items.map(item => item(variables));
    }
    case 'map': {
      const entries = expression.entries.map(([key, value]) => [translate(key, scope), translate(value, scope)] as const);
      return variables => Object.fromEntries(entries.map(([key, value]) => [String(key(variables)), value(variables)]));
    }
    case 'unary': {
      const operand = translate(expression.operand, scope);
      if (expression.operator === '!') return variables => !truth(operand(variables));
      return variables => {
        const value = operand(variables);
        return typeof value === 'number' ? -value : noOverload('-');
      };
    }
    case 'binary': return binary(expression, scope);
    case 'condition': {
      const [test, then, otherwise] = [translate(expression.test, scope), translate(expression.then, scope), translate(expression.otherwise, scope)];
      return variables => (truth(test(variables)) ? then(variables) : otherwise(variables));
    }
  }
}

export function truth(value: unknown): boolean {
  return typeof value === 'boolean' ? value : noOverload('bool');
}

function field({ of, name, optional }: Extract<Expression, { kind: 'field' }>, scope: Scope): Evaluate {
  const target = translate(of, scope);
  return variables => {
    const object = target(variables);
    if (object instanceof Extended && object.kind === 'optional') {
      const { is } = object.value as { readonly is?: unknown };
      return new Extended('optional', isObject(is) && is[name] !== undefined ? { is: is[name] } : {});
    }
    if (!isObject(object) || object instanceof Extended) return noOverload(name);
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    if (optional) return new Extended('optional', value === undefined ? {} : { is: value });
    if (value === undefined) throw new EvaluationError(`no such key: ${name}`);
    return value;
  };
}

function index({ of, index: at, optional }: Extract<Expression, { kind: 'index' }>, scope: Scope): Evaluate {
  const [target, key] = [translate(of, scope), translate(at, scope)];
  return variables => {
    const [object, place] = [target(variables), key(variables)];
    const value: unknown = Array.isArray(object) ? object[typeof place === 'number' ? place : -1]
      : isObject(object) && !(object instanceof Extended) && Object.hasOwn(object, String(place)) ? object[String(place)] : undefined;
    if (optional) return new Extended('optional', value === undefined ? {} : { is: value });
    if (value === undefined) throw new EvaluationError(`no such key: ${String(place)}`);
    return value;
  };
}

function call(expression: Extract<Expression, { kind: 'call' }>, scope: Scope): Evaluate {
  const { target, name } = expression;
  const [only] = expression.arguments;
  if (name === 'has' && target === undefined) return hasField(only, scope);
  if (target !== undefined && isMacro(name, expression.arguments.length)) return comprehension(name, translate(target, scope), expression.arguments, scope);
  const values = expression.arguments.map(argument => translate(argument, scope));
  // A name that is no variable is the name of a library: math.greatest, format.dns1123Label.
  const library = target?.kind === 'name' && !scope.includes(target.name) ? `${target.name}.` : undefined;
  const key = target === undefined ? `${name}/${values.length}` : library === undefined ? `.${name}/${values.length + 1}` : `${library}${name}/${values.length}`;
  const run = functions[key];
  if (run === undefined) throw new Unsupported(`the function ${key.replace(/\/\d+$/, '')} is not built`);
  if (target !== undefined && library === undefined) values.unshift(translate(target, scope));
  const [first, second, third] = values;
  if (values.length === 1 && first !== undefined) return variables => run(first(variables));
  if (values.length === 2 && first !== undefined && second !== undefined) return variables => run(first(variables), second(variables));
  return variables => run(...[first, second, third].slice(0, values.length).map(value => value?.(variables)));
}

function hasField(argument: Expression | undefined, scope: Scope): Evaluate {
  if (argument?.kind !== 'field') throw new Unsupported('has() takes a field');
  const target = translate(argument.of, scope);
  const name = fieldName(argument.name);
  return variables => {
    const object = target(variables);
    return isObject(object) && !(object instanceof Extended) ? Object.hasOwn(object, name) && object[name] !== undefined : noOverload('has');
  };
}

function binary({ operator, left: leftSide, right: rightSide }: Extract<Expression, { kind: 'binary' }>, scope: Scope): Evaluate {
  const [left, right] = [translate(leftSide, scope), translate(rightSide, scope)];
  switch (operator) {
    case '&&': return variables => settled(left, right, variables, false);
    case '||': return variables => settled(left, right, variables, true);
    case '==': return variables => equal(left(variables), right(variables));
    case '!=': return variables => !equal(left(variables), right(variables));
    case '<': return variables => order(left(variables), right(variables)) < 0;
    case '<=': return variables => order(left(variables), right(variables)) <= 0;
    case '>': return variables => order(left(variables), right(variables)) > 0;
    case '>=': return variables => order(left(variables), right(variables)) >= 0;
    case 'in': return variables => {
      const [item, all] = [left(variables), right(variables)];
      if (Array.isArray(all)) return all.some(other => equal(other, item));
      return isObject(all) ? Object.hasOwn(all, String(item)) : noOverload('in');
    };
    case '+': return variables => add(left(variables), right(variables));
    default: return arithmetic(operator, left, right, isWhole(leftSide) || isWhole(rightSide));
  }
}

/** `&&` and `||`: one side that decides is enough, even if the other fails. */
function settled(left: Evaluate, right: Evaluate, variables: unknown[], decides: boolean): boolean {
  let failed: unknown;
  try {
    if (truth(left(variables)) === decides) return decides;
  } catch (error) {
    failed = error;
  }
  if (truth(right(variables)) === decides) return decides;
  if (failed !== undefined) throw failed instanceof Error ? failed : new EvaluationError('failed');
  return !decides;
}

function add(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (Array.isArray(a) && Array.isArray(b)) return [...a as unknown[], ...b as unknown[]];
  if (a instanceof Extended && b instanceof Extended && a.kind === 'duration' && b.kind === 'duration') return new Extended('duration', Number(a.value) + Number(b.value));
  return noOverload('+');
}

/** Integers and doubles look alike in JSON, and are divided differently: a literal or a size beside the operator tells. */
function isWhole(side: Expression): boolean {
  return (side.kind === 'literal' && side.type === 'int') || (side.kind === 'call' && (side.name === 'size' || side.name === 'int'));
}

function arithmetic(operator: string, left: Evaluate, right: Evaluate, integers: boolean): Evaluate {
  if (operator === '/' && !integers) throw new Unsupported('a division of which the types are not known is not built');
  return variables => {
    const [a, b] = [left(variables), right(variables)];
    if (a instanceof Extended && b instanceof Extended && operator === '-' && a.kind === 'duration' && b.kind === 'duration') return new Extended('duration', Number(a.value) - Number(b.value));
    if (typeof a !== 'number' || typeof b !== 'number') return noOverload(operator);
    if (operator === '-') return a - b;
    if (operator === '*') return a * b;
    if (b === 0) throw new EvaluationError('divide by zero');
    return operator === '/' ? Math.trunc(a / b) : a % b;
  };
}
