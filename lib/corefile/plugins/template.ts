import { anyNumber, atLeast, between, following, type Around, type Complain, type Options } from '../grammar';
import { classes, responseCodes } from '../records';
import { readBlock } from '../set-up';
import type { Cursor } from '../cursor';
import { recordType, regularExpression, unsigned, word, zone } from '../values';
import { tooLong } from './serving';

/** A template of Go. Only fields and indexes are read here. */
const template = {
  what: 'a template of Go',
  takes: (text: string): boolean | string => {
    const left = text.replaceAll(/\{\{-? *(?:\.|\.\w+(?:\.\w+)*|index \.Match (?:\d+|"\w+")) *-?\}\}/g, '');
    return left.includes('{{') ? (left.indexOf('}}') < 0 ? false : 'whether the template compiles is not settled here') : true;
  },
};

/** Options of `template`. */
export const templateOptions: Options = {
  match: { takes: atLeast(1, regularExpression), together: (words, { version }) => words.map(text => tooLong(text, version)).find(problem => problem !== undefined) },
  answer: { takes: atLeast(1, template) },
  additional: { takes: atLeast(1, template) },
  authority: { takes: atLeast(1, template) },
  rcode: { takes: following({ what: 'a response code in capitals, such as NXDOMAIN', takes: text => responseCodes.has(text) }) },
  ederror: { since: '1.10.1', takes: between(1, unsigned(16), word('a reason')) },
  fallthrough: { takes: anyNumber(zone) },
  upstream: { takes: anyNumber(word()) },
  var: { since: '1.15.0', takes: atLeast(2, word('a name'), { what: 'an expression', takes: () => 'whether the expression compiles is not settled here' }) },
  expr: { since: '1.15.0', takes: atLeast(1, { what: 'an expression', takes: () => 'whether the expression compiles is not settled here' }) },
};

/** `template CLASS TYPE [ZONES]`, in capitals. */
export function readTemplate(cursor: Cursor, around: Around, complain: Complain): boolean {
  const at = cursor.token;
  const [first, second] = cursor.words();
  const refuse = (token: typeof at, message: string): false => {
    complain({ ...(token === undefined ? {} : { at: token }), message });
    return false;
  };
  if (first === undefined || second === undefined) return refuse(first ?? at, 'template takes a class and a type, such as IN A');
  if (first.open !== true && !classes.has(first.text)) return refuse(first, `template takes a class such as IN, and "${first.text}" is none`);
  if (second.open !== true && recordType.takes(second.text) !== true) return refuse(second, `template takes a type of record such as A, and "${second.text}" is none`);
  return readBlock({ name: 'template' }, templateOptions, cursor, around, complain) !== undefined;
}
