import { qualifiedNameProblem } from './grammars';
import { child, children, choose, has, need, number, refuse, size, spell, text, within, type Place } from './place';

// When the pods of a Job count as failed or the Job as done. Source: Kubernetes 1.36, batch/validation.

const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore'];

export function podFailurePolicy(spec: Place): void {
  const policy = child(spec, 'podFailurePolicy');
  if (policy === undefined) return;
  if (size(policy, 'rules') > 20) refuse(policy, 'rules', 'length', `${size(policy, 'rules')} rules, at most 20 are allowed`);
  const names = containerNames(spec);
  for (const rule of children(policy, 'rules')) {
    if (need(rule, 'action')) choose(rule, 'action', actions);
    if (text(rule, 'action') === 'FailIndex' && !has(spec, 'backoffLimitPerIndex')) refuse(rule, 'action', 'invalid', '"FailIndex" needs a "backoffLimitPerIndex"');
    const codes = child(rule, 'onExitCodes');
    if (codes !== undefined) exitCodes(codes, names);
    const conditions = children(rule, 'onPodConditions');
    if (conditions.length > 20) refuse(rule, 'onPodConditions', 'length', `${conditions.length} conditions, at most 20 are allowed`);
    for (const condition of conditions) {
      spell(condition, 'type', text(condition, 'type'), qualifiedNameProblem);
      // The server fills an absent status with "True".
      choose(condition, 'status', ['True', 'False', 'Unknown']);
    }
    if ((codes !== undefined) === (conditions.length > 0)) refuse(rule, [], 'invalid', 'exactly one of "onExitCodes", "onPodConditions" must be given');
  }
}

function containerNames(spec: Place): ReadonlySet<string> {
  const template = child(spec, 'template');
  const pod = template === undefined ? undefined : child(template, 'spec');
  return new Set(pod === undefined ? [] : ['containers', 'initContainers'].flatMap(list => children(pod, list)).map(container => text(container, 'name')));
}

function exitCodes(codes: Place, names: ReadonlySet<string>): void {
  if (need(codes, 'operator')) choose(codes, 'operator', ['In', 'NotIn']);
  const name = codes.value['containerName'];
  if (typeof name === 'string' && !names.has(name)) refuse(codes, 'containerName', 'invalid', `"${name}" is not a container of the template`);
  const values = numbers(codes.value['values']);
  if (values.length === 0 && size(codes, 'values') === 0) refuse(codes, 'values', 'required', 'at least one exit code must be given');
  if (values.length > 255) refuse(codes, 'values', 'length', `${values.length} exit codes, at most 255 are allowed`);
  const seen = new Set<number>();
  values.forEach((value, i) => {
    if (value === 0 && text(codes, 'operator') === 'In') refuse(codes, ['values', i], 'invalid', '0 must not be given for operator "In"');
    if (seen.has(value)) refuse(codes, ['values', i], 'duplicate', `${value} is there already`);
    seen.add(value);
  });
  if (values.some((value, i) => i > 0 && (values[i - 1] ?? value) > value)) refuse(codes, 'values', 'invalid', 'exit codes must be given in ascending order');
}

function numbers(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.filter(one => typeof one === 'number') : [];
}

export function successPolicy(spec: Place): void {
  const policy = child(spec, 'successPolicy');
  if (policy === undefined) return;
  const completions = number(spec, 'completions') ?? Infinity;
  if (size(policy, 'rules') === 0) refuse(policy, 'rules', 'required', 'at least one rule must be given');
  if (size(policy, 'rules') > 20) refuse(policy, 'rules', 'length', `${size(policy, 'rules')} rules, at most 20 are allowed`);
  for (const rule of children(policy, 'rules')) {
    const count = number(rule, 'succeededCount');
    const indexes = rule.value['succeededIndexes'];
    if (!has(rule, 'succeededCount') && !has(rule, 'succeededIndexes')) refuse(rule, [], 'required', 'one of "succeededCount", "succeededIndexes" must be given');
    within(rule, 'succeededCount', 0);
    if (count !== undefined && count > completions) refuse(rule, 'succeededCount', 'range', `${count} must be at most "completions", ${completions}`);
    if (typeof indexes !== 'string') continue;
    if (indexes.length > 64 * 1024) refuse(rule, 'succeededIndexes', 'length', '"succeededIndexes" may have at most 64 KiB');
    const total = countIndexes(indexes, completions);
    if (total === undefined) refuse(rule, 'succeededIndexes', 'format', `"${indexes}" must be ascending indexes below "completions", such as "1,3-5"`);
    if (count !== undefined && count > (total ?? 0)) refuse(rule, 'succeededCount', 'range', `${count} must be at most the ${total ?? 0} of "succeededIndexes"`);
  }
}

/** How many indexes `1,3-5` names, or `undefined` for what is not ascending or out of bounds. */
function countIndexes(text: string, completions: number): number | undefined {
  if (text === '') return 0;
  let last = -1;
  let total = 0;
  for (const part of text.split(',')) {
    const match = /^(\+?\d+)(?:-(\+?\d+))?$/.exec(part);
    if (match === null) return undefined;
    const low = Number(match[1]);
    const high = match[2] === undefined ? low : Number(match[2]);
    if (low <= last || low >= completions || high >= completions || match[2] !== undefined && high <= low) return undefined;
    last = high;
    total += high - low + 1;
  }
  return total;
}
