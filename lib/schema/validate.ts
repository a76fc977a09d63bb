import { sameValue, type JsonObject } from '../model/json';
import { isOpaque } from '../model/leaf';
import { formatCheck } from './formats';
import { validateListKeys } from './lists';
import { embeddedProblems } from './metadata';
import type { Node } from './node';
import { matcherOf } from './re2';
import { show, typeOf, type Report } from './report';

/** Checks a custom resource, after `settle`, against its structural schema. Unknown fields were reported there, CEL comes afterwards. */
export function validate(value: unknown, node: Node, report: Report): void {
  if (value === null || value === undefined) {
    if (node.nullable !== true && (node.type !== undefined || node.intOrString === true)) wrongType(value, node, report);
    if (node.enum !== undefined) validateEnum(value, node.enum, report);
    return;
  }
  // Looked at once for each map: asking values for methods they do not have is what costs most here.
  if (typeof value === 'object' && !Array.isArray(value) && isOpaque(value)) {
    report.addOpaque();
    return;
  }
  if (!hasType(value, node)) {
    wrongType(value, node, report);
    return;
  }
  if (node.enum !== undefined) validateEnum(value, node.enum, report);
  if (typeof value === 'string') validateText(value, node, report);
  else if (typeof value === 'number') validateNumber(value, node, report);
  else if (Array.isArray(value)) validateList(value, node, report);
  else if (typeof value === 'object') validateObject(value as JsonObject, node, report);
  if (node.allOf !== undefined || node.anyOf !== undefined || node.oneOf !== undefined || node.not !== undefined) validateBranches(value, node, report);
}

function hasType(value: unknown, node: Node): boolean {
  if (typeof value === 'string' && node.type === 'string') return true;
  const type = typeOf(value);
  if (node.intOrString === true) return type === 'integer' || type === 'string';
  // A format without a type speaks of texts.
  if (node.type === undefined) return node.format === undefined || formatCheck(node.format) === undefined || type === 'string';
  if (node.type === type || (node.type === 'number' && type === 'integer')) return true;
  // The server's validator takes a list for any text that has a format it knows (kube-openapi, validate/type.go).
  return type === 'array' && node.type === 'string' && node.format !== undefined && formatCheck(node.format) !== undefined;
}

function wrongType(value: unknown, node: Node, report: Report): void {
  const wanted = node.intOrString === true ? 'an integer or a string' : article(node.type ?? 'string');
  report.add('type', `must be ${wanted}, is ${value === null || value === undefined ? 'null' : `${article(typeOf(value))}: ${show(value)}`}`);
}

/** `an array`, `a string`. */
export function article(type: string): string {
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}

function validateEnum(value: unknown, allowed: readonly unknown[], report: Report): void {
  if (allowed.some(one => sameValue(one, value))) return;
  report.add('enum', `${show(value)} is not supported: ${allowed.map(one => JSON.stringify(one)).join(', ')}`);
}

function validateText(text: string, node: Node, report: Report): void {
  // A text has at most as many characters as units, and at least half as many.
  if (text.length > (node.maxLength ?? Infinity) || text.length < 2 * (node.minLength ?? 0)) {
    const length = codePoints(text);
    if (node.maxLength !== undefined && length > node.maxLength) report.add('length', `has ${length} characters, at most ${node.maxLength} are allowed`);
    if (node.minLength !== undefined && length < node.minLength) report.add('length', `has ${length} characters, at least ${node.minLength} are needed`);
  }
  if (node.pattern !== undefined) {
    const matcher = matcherOf(node.pattern);
    if ('unsupported' in matcher) report.unchecked.add(`pattern ${node.pattern}: ${matcher.unsupported}`);
    else if (!matcher.test(text)) report.add('pattern', `${show(text)} does not match ${node.pattern}`);
  }
  if (node.format !== undefined && (node.type === undefined || node.type === 'string')) {
    const check = formatCheck(node.format);
    if (check === 'unbuilt') report.unchecked.add(`format ${node.format}`);
    else if (check !== undefined && !check(text)) report.add('format', `${show(text)} is not of format ${node.format}`);
  }
}

/** Characters as Go counts them: code points, not UTF-16 units. */
export function codePoints(text: string): number {
  let count = 0;
  for (const char of text) count += char === '' ? 0 : 1;
  return count;
}

function validateNumber(value: number, node: Node, report: Report): void {
  const { minimum, maximum } = node;
  if (maximum !== undefined && (node.exclusiveMaximum === true ? value >= maximum : value > maximum)) report.add('range', `${value} must be ${node.exclusiveMaximum === true ? 'less than' : 'at most'} ${maximum}`);
  if (minimum !== undefined && (node.exclusiveMinimum === true ? value <= minimum : value < minimum)) report.add('range', `${value} must be ${node.exclusiveMinimum === true ? 'greater than' : 'at least'} ${minimum}`);
  if (node.multipleOf !== undefined && !Number.isInteger(value / node.multipleOf)) report.add('range', `${value} must be a multiple of ${node.multipleOf}`);
  if (node.type === 'integer' && node.format === 'int32' && (value > 2147483647 || value < -2147483648)) report.add('range', `${value} is not a 32-bit integer`);
}

function validateList(list: readonly unknown[], node: Node, report: Report): void {
  if (node.maxItems !== undefined && list.length > node.maxItems) report.add('length', `has ${list.length} items, at most ${node.maxItems} are allowed`);
  if (node.minItems !== undefined && list.length < node.minItems) report.add('length', `has ${list.length} items, at least ${node.minItems} ${node.minItems === 1 ? 'is' : 'are'} needed`);
  if (node.list !== undefined) validateListKeys(list, node, report);
  if (node.items === undefined) return;
  for (let i = 0; i < list.length; i++) {
    report.path.push(i);
    validate(list[i], node.items, report);
    report.path.pop();
  }
}

function validateObject(object: JsonObject, node: Node, report: Report): void {
  if (node.maxProperties !== undefined || node.minProperties !== undefined) {
    const count = Object.keys(object).length;
    if (node.maxProperties !== undefined && count > node.maxProperties) report.add('length', `has ${count} keys, at most ${node.maxProperties} are allowed`);
    if (node.minProperties !== undefined && count < node.minProperties) report.add('length', `has ${count} keys, at least ${node.minProperties} are needed`);
  }
  for (const key of node.required ?? []) if (object[key] === undefined) report.add('required', 'is required', [key]);
  if (node.embedded === true) embeddedProblems(object, report);
  const { properties, additional } = node;
  for (const key in object) {
    const child = properties?.[key] ?? additional;
    if (child === undefined || child === true || object[key] === undefined) continue;
    report.path.push(key);
    validate(object[key], child, report);
    report.path.pop();
  }
}

function validateBranches(value: unknown, node: Node, report: Report): void {
  const { allOf, anyOf, oneOf, not } = node;
  for (const branch of allOf ?? []) validate(value, branch, report);
  if (anyOf !== undefined && !anyOf.some(branch => fits(value, branch, report))) report.add('invalid', `${show(value)} fits none of the ${anyOf.length} forms that are allowed${requirements(anyOf)}`);
  if (oneOf !== undefined) {
    const fitting = oneOf.filter(branch => fits(value, branch, report)).length;
    if (fitting !== 1) report.add('invalid', `${show(value)} must fit exactly one of ${oneOf.length} forms, fits ${fitting === 0 ? 'none' : fitting}${requirements(oneOf)}`);
  }
  if (not !== undefined && fits(value, not, report)) report.add('invalid', `${show(value)} has a form that is not allowed${requirements([not])}`);
}

function fits(value: unknown, branch: Node, report: Report): boolean {
  const form = typeof value === 'object' && value !== null ? formOf(branch) : 'more';
  // Decided without gathering problems.
  if (form !== 'more') return hasForm(value as JsonObject, form);
  const before = report.problems.length;
  validate(value, branch, report);
  const fine = report.problems.length === before;
  report.problems.length = before;
  return fine;
}

/** What a branch asks for that only asks which fields there are, as those of a protobuf `oneof` do. */
interface Form {
  readonly required: readonly string[];
  readonly anyOf: readonly Form[] | undefined;
  readonly not: Form | undefined;
}

const forms = new WeakMap<Node, Form | 'more'>();

/** The form of a branch, or `more` where it asks for more than fields. */
function formOf(branch: Node): Form | 'more' {
  let form = forms.get(branch);
  if (form === undefined) {
    form = readForm(branch);
    forms.set(branch, form);
  }
  return form;
}

function readForm({ required = [], anyOf, not, ...others }: Node): Form | 'more' {
  const any = anyOf?.map(formOf);
  const none = not === undefined ? undefined : formOf(not);
  if (Object.keys(others).length > 0 || none === 'more' || any?.includes('more') === true) return 'more';
  return { required, anyOf: any as readonly Form[] | undefined, not: none };
}

function hasForm(object: JsonObject, { required, anyOf, not }: Form): boolean {
  for (const key of required) if (object[key] === undefined) return false;
  return (not === undefined || !hasForm(object, not)) && (anyOf === undefined || anyOf.some(form => hasForm(object, form)));
}

/** `: "simple" or "consistentHash"`, where branches ask for fields: that is what a reader can act on. */
function requirements(branches: readonly Node[]): string {
  const names = branches.flatMap(branch => [...(branch.required ?? []), ...(branch.anyOf ?? []).flatMap(inner => inner.required ?? [])]);
  return names.length === 0 ? '' : `: ${[...new Set(names)].map(name => `"${name}"`).join(', ')}`;
}
