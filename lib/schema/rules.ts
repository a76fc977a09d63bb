import { countOpaque, isObject, type JsonObject } from '../model/json';
import { isOpaque } from '../model/leaf';
import { compile, type Evaluate } from './cel/compile';
import { Unsupported } from './cel/lexer';
import { Extended } from './cel/values';
import { parseGoDuration } from './duration';
import type { CelRule, Node } from './node';
import type { Report } from './report';

/** Runs the CEL rules of a custom resource. It must fit its structural schema: rules take their types from it. */
export function applyRules(value: unknown, node: Node, report: Report): void {
  if (node.judged !== true || (typeof value !== 'object' && node.rules === undefined) || value === null || value === undefined || (report.opaque && isOpaque(value))) return;
  if (node.rules !== undefined && !(report.opaque && countOpaque(value) > 0)) {
    const self = typed(report.path.length === 0 ? rootOf(value) : value, node);
    for (const rule of node.rules) applyRule(rule, self, report);
  }
  if (Array.isArray(value)) {
    const { items } = node;
    if (items?.judged === true) value.forEach((item, i) => { below(item, items, i, report); });
    return;
  }
  if (typeof value !== 'object') return;
  const object = value as JsonObject;
  const { properties, additional } = node;
  for (const key in object) {
    const child = properties?.[key] ?? additional;
    if (typeof child === 'object' && child.judged === true) below(object[key], child, key, report);
  }
}

function below(value: unknown, node: Node, step: string | number, report: Report): void {
  report.path.push(step);
  applyRules(value, node, report);
  report.path.pop();
}

interface Compiled {
  readonly run: Evaluate | undefined;
  readonly unsupported?: string;
  readonly message: Evaluate | undefined;
}

const compiled = new WeakMap<CelRule, Compiled>();
const byText = new Map<string, Compiled>();

/** Each text is translated once per process, when first met. */
function compiledOf(rule: CelRule): Compiled {
  let found = compiled.get(rule);
  if (found === undefined) {
    const key = `${rule.rule}\n${rule.messageExpression ?? ''}`;
    found = byText.get(key) ?? translate(rule);
    byText.set(key, found);
    compiled.set(rule, found);
  }
  return found;
}

function translate(rule: CelRule): Compiled {
  // A rule that compares with the old value says nothing about a new object, unless it takes an optional one.
  if (rule.optionalOldSelf !== true && /\boldSelf\b/.test(rule.rule)) return { run: undefined, message: undefined };
  try {
    return { run: compile(rule.rule, ['self', 'oldSelf']), message: messageOf(rule) };
  } catch (error) {
    return { run: undefined, message: undefined, unsupported: error instanceof Error ? error.message : String(error) };
  }
}

function messageOf({ messageExpression }: CelRule): Evaluate | undefined {
  if (messageExpression === undefined) return undefined;
  try {
    return compile(messageExpression, ['self', 'oldSelf']);
  } catch {
    // The verdict does not depend on it.
    return undefined;
  }
}

const noOldSelf = new Extended('optional', {});

function applyRule(rule: CelRule, self: unknown, report: Report): void {
  const { run, message, unsupported } = compiledOf(rule);
  if (unsupported !== undefined) report.unchecked.add(`rule ${rule.rule}: ${unsupported}`);
  if (run === undefined) return;
  let holds = false;
  try {
    holds = run([self, noOldSelf]) === true;
  } catch (error) {
    if (error instanceof Unsupported) {
      report.unchecked.add(`rule ${rule.rule}: ${error.message}`);
      return;
    }
    // An evaluation that fails is a rule that does not hold, and is reported with the rule's own message.
  }
  if (!holds) report.add('rule', tidy(said(message, self) ?? rule.message ?? `the rule does not hold: ${rule.rule}`));
}

function said(message: Evaluate | undefined, self: unknown): string | undefined {
  try {
    const text = message?.([self, noOldSelf]);
    return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined;
  } catch {
    return undefined;
  }
}

function tidy(message: string): string {
  return message.replace(/\.$/, '');
}

/** Of metadata, rules see the name alone. */
function rootOf(value: unknown): unknown {
  if (!isObject(value) || !isObject(value['metadata'])) return value;
  const { name, generateName } = value['metadata'];
  return { ...value, metadata: { ...(name === undefined ? {} : { name }), ...(generateName === undefined ? {} : { generateName }) } };
}

const special = new WeakMap<Node, boolean>();

/** Whether a text here or below is a time, a duration or bytes for CEL. */
function isSpecial(node: Node): boolean {
  let known = special.get(node);
  if (known === undefined) {
    special.set(node, false);
    known = (node.type === 'string' && ['date-time', 'date', 'duration', 'byte'].includes(node.format ?? '')) || (node.items !== undefined && isSpecial(node.items))
      || (typeof node.additional === 'object' && isSpecial(node.additional)) || Object.values(node.properties ?? {}).some(isSpecial);
    special.set(node, known);
  }
  return known;
}

/** The value with such texts as CEL sees them; shared where there are none. */
function typed(value: unknown, node: Node | undefined): unknown {
  if (node === undefined || !isSpecial(node)) return value;
  if (typeof value === 'string') {
    if (node.format === 'duration') return new Extended('duration', parseGoDuration(value) ?? 0);
    return node.format === 'byte' ? new Extended('bytes', value) : new Extended('timestamp', Date.parse(value));
  }
  if (Array.isArray(value)) return value.map(item => typed(item, node.items));
  if (!isObject(value)) return value;
  const out: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) out[key] = typed(item, node.properties?.[key] ?? (node.additional === true ? undefined : node.additional));
  return out;
}
