import { list } from '../../model/usage-error';
import type { Change, ChangeOutcome, Ground, Part, Statement, Told } from './change';

/** What two lists of statements say otherwise, in the order of the subjects. */
export function compared(before: readonly Statement[], after: readonly Statement[], warnsOfGains: boolean): readonly Told[] {
  const [was, is] = [before, after].map(statements => new Map(statements.filter(({ holds }) => holds !== 'no').map(statement => [statement.key, statement])));
  const [wasNot, isNot] = [before, after].map(statements => new Map(statements.filter(({ holds }) => holds === 'no').map(statement => [statement.key, statement])));
  const keys = new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])]);
  const found: Told[] = [];
  for (const key of keys) {
    const [old, fresh] = [was?.get(key), is?.get(key)];
    if (old !== undefined && fresh !== undefined) found.push(...changed(old, fresh));
    else {
      const [none, only] = old === undefined ? [wasNot?.get(key), fresh] : [isNot?.get(key), old];
      if (only === undefined || (none === undefined && only.onlyInBoth === true)) continue;
      if (only.within !== undefined && !(was?.has(only.within) === true && is?.has(only.within) === true)) continue;
      const inside = (old === undefined ? after : before).filter(({ within }) => within === key);
      found.push(cameOrWent(old === undefined ? 'gained' : 'lost', only, none, inside, warnsOfGains));
    }
  }
  return found;
}

/** Coming and going; what is not known to be there has not gone for sure. */
function cameOrWent(outcome: 'gained' | 'lost', only: Statement, none: Statement | undefined, inside: readonly Statement[], warnsOfGains: boolean): Told {
  const details = [only, ...inside].flatMap(statement => {
    const words = told(statement.parts.filter(({ detail }) => detail === undefined || detail === 'comes'));
    return words === '' ? [] : [statement === only ? words : `${statement.subject.startsWith(only.subject) ? statement.subject.slice(only.subject.length).replace(/^,? /, '') : statement.subject}: ${words}`];
  });
  const instead = none === undefined ? '' : told(none.parts.filter(({ detail }) => detail !== 'changes'));
  const verb = only.verbs?.[outcome];
  const text = [...(verb === undefined ? [] : [verb]), details.join('; '), ...(instead === '' || (only.onlyInBoth === true && outcome === 'gained') ? [] : [only.onlyInBoth === true ? instead : outcome === 'lost' ? `now ${instead}` : `before ${instead}`])].filter(each => each !== '').join('; ');
  const grounds = (statements: readonly (Statement | undefined)[]): readonly Ground[] => statements.flatMap(statement => statement?.grounds ?? []);
  const [there, missing] = [grounds([only, ...inside]), grounds([none])];
  return {
    outcome: only.holds === 'unknown' ? 'changed' : outcome, subject: only.subject, text: only.holds === 'unknown' ? `${outcome === 'lost' ? 'may no longer be' : 'may now be'}: ${text}` : text,
    ...(only.who === undefined ? {} : { who: only.who }),
    grounds: outcome === 'lost' ? { before: there, after: missing } : { before: missing, after: there },
    severity: outcome === 'lost' || warnsOfGains ? 'warning' : 'notice', weight: false,
  };
}

/** Most statements say the same, in the same order. */
function saysTheSame(before: Statement, after: Statement): boolean {
  const { parts } = after;
  return (before.holds ?? 'yes') === (after.holds ?? 'yes') && before.parts.length === parts.length && before.parts.every(({ name, value }, i) => parts[i]?.name === name && parts[i].value === value);
}

function changed(before: Statement, after: Statement): readonly Told[] {
  if (saysTheSame(before, after)) return [];
  const [was, is] = [before, after].map(({ parts }) => new Map(parts.filter(({ detail }) => detail !== 'goes' && detail !== 'comes').map(part => [part.name, part])));
  const names = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])];
  const differing = names.map(name => [was?.get(name), is?.get(name)] as const).filter(([a, b]) => a?.value !== b?.value);
  const certainty = (before.holds ?? 'yes') === (after.holds ?? 'yes') ? [] : [`${before.holds === 'unknown' ? 'not known before' : 'known before'}, ${after.holds === 'unknown' ? 'not known now' : 'known now'}`];
  const own = differing.flatMap(([a, b]) => otherwise(a, b, differing));
  const words = own.length > 0 ? own : certainty;
  if (words.length === 0) return [];
  return [{
    outcome: 'changed', subject: after.subject, text: words.join(', '), ...(after.who === undefined ? {} : { who: after.who }),
    grounds: { before: before.grounds, after: after.grounds },
    severity: differing.some(([a, b]) => (a?.strength ?? 0) > (b?.strength ?? 0)) ? 'warning' : 'notice', weight: differing.some(([a, b]) => a?.weight === true || b?.weight === true),
  }];
}

function otherwise(was: Part | undefined, is: Part | undefined, differing: readonly (readonly [Part | undefined, Part | undefined])[]): readonly string[] {
  const part = is ?? was;
  if (part === undefined) return [];
  if (was !== undefined && is !== undefined) return [part.order === 'value first' ? `${was.value} → ${is.value} ${part.name}` : `${part.name} ${was.value} → ${is.value}`.trim()];
  if (part.detail === 'changes' && differing.some(([a, b]) => (a ?? b)?.detail === undefined)) return [];
  return [`${is === undefined ? 'no longer' : 'now'} ${toldOne(part)}`];
}

function told(parts: readonly Part[]): string {
  return parts.map(toldOne).join(', ');
}

function toldOne({ name, value, order }: Part): string {
  return (order === 'value first' ? `${value} ${name}` : `${name} ${value}`).trim();
}

/** Changes that are alike in all but whom or what they are about are told as one. */
export function folded<T extends Told & Pick<Change, 'because'>>(found: readonly T[]): readonly (T & { readonly subjects: readonly string[] })[] {
  const ofWhom = merged(found.map(each => ({ ...each, whose: '' })), ({ who, subject }) => (who === undefined ? undefined : subject), (alike, first) => {
    const names = [...new Set(alike.flatMap(({ who }) => (who === undefined ? [] : [who.name])))];
    return { ...first, whose: first.who === undefined || names.length >= first.who.of ? '' : ` for ${listed(names)}` };
  });
  return merged(ofWhom.map(each => ({ ...each, subjects: [each.subject] })), ({ whose }) => whose, (alike, first) => {
    const subjects = [...new Set(alike.map(({ subject }) => subject))].sort();
    return { ...first, subjects, subject: `${listed(subjects)}${first.whose}` };
  });
}

function merged<T extends Told & Pick<Change, 'because'>>(found: readonly T[], by: (told: T) => string | undefined, join: (alike: readonly T[], first: T) => T): readonly T[] {
  const groups = new Map<string, T[]>();
  found.forEach((each, i) => {
    const apart = by(each);
    const key = apart === undefined ? `${i}` : [apart, each.outcome, each.text, ...each.because.map(({ object, sentence }) => `${object} ${sentence}`)].join('\n');
    const present = groups.get(key);
    if (present === undefined) groups.set(key, [each]);
    else present.push(each);
  });
  return [...groups.values()].flatMap(alike => (alike[0] === undefined ? [] : [join(alike, alike[0])]));
}

/** What is named one by one; the rest is counted. */
const mostNamed = 6;

/** `a, b and 3 more`. */
export function listed(names: readonly string[]): string {
  return names.length <= mostNamed ? list(names) : `${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more`;
}

/** Outcomes in the order in which they are told. */
export function rank(outcome: ChangeOutcome): number {
  return { lost: 0, gained: 1, changed: 2 }[outcome];
}
