import { releasedSince } from '../../model/version';
import type { Cursor } from '../cursor';
import type { Around, Complain } from '../grammar';
import { parsePrefixed, parseUnsigned } from '../numbers';
import { classes, recordTypes, responseCodes } from '../records';
import { readExpression } from '../regular-expression';
import type { Token } from '../token';
import { normalize } from '../zones';
import { tooLong } from './serving';

const matches = ['exact', 'prefix', 'suffix', 'substring', 'regex'];

/** A rule of `rewrite`, on its line or, one word after the other, in a block. */
export function readRewrite(cursor: Cursor, around: Around, complain: Complain): boolean {
  const at = cursor.token;
  const words: Token[] = [...cursor.words()];
  if (words.length < 2) while (cursor.nextInBlock()) if (cursor.token !== undefined) words.push(cursor.token);
  if (words.some(({ open }) => open === true)) return true;
  const message = ruleProblem(words.map(({ text }) => text), around.version);
  if (message === undefined) return true;
  complain({ ...(at === undefined ? {} : { at }), message: `rewrite ${message}` });
  return false;
}

function ruleProblem(words: readonly string[], version: string): string | undefined {
  const [first = ''] = words;
  if (words.length === 0) return 'has no rule';
  const moded = ['continue', 'stop'].includes(first.toLowerCase());
  if (moded && words.length < 2) return `${first} has no rule`;
  const [kind = '', ...rest] = moded ? words.slice(1) : words;
  switch (kind.toLowerCase()) {
    case 'name': return nameProblem(rest, version);
    case 'class': return pairProblem('class', rest, classes);
    case 'type': return pairProblem('type', rest, recordTypes);
    case 'edns0': return ednsProblem(rest, version);
    case 'ttl': return ttlProblem(rest, version);
    case 'cname': return releasedSince(version, '1.11.0') ? cnameProblem(rest, version) : `cname came with CoreDNS 1.11.0, and this is ${version}`;
    case 'rcode': return releasedSince(version, '1.11.3') ? rcodeProblem(rest, version) : `rcode came with CoreDNS 1.11.3, and this is ${version}`;
    case 'answer': return 'answer stands after a name rule alone';
    default: return `takes name, class, type, edns0, ttl, cname or rcode, and "${kind}" is none`;
  }
}

function pairProblem(kind: string, words: readonly string[], known: ReadonlySet<string>): string | undefined {
  if (words.length !== 2) return `${kind} takes two words`;
  const wrong = words.find(text => !known.has(text.toUpperCase()) || text.toUpperCase() === 'NONE' && kind === 'type');
  return wrong === undefined ? undefined : `${kind} takes two names, and "${wrong}" is none`;
}

function pattern(from: string, to: string, version: string): string | undefined {
  const found = tooLong(from, version) === undefined ? readExpression(from) : { problem: 'is longer than 10000 bytes' };
  if ('problem' in found) return `takes a regular expression, and ${found.problem}`;
  const used = new Set([...to.matchAll(/\{(\d{1,3})\}/g)].map(([, number = '']) => number).filter(number => Number(number) <= 100 && String(Number(number)) === number)).size;
  return used > found.groups ? `replaces with ${used} groups, and "${from}" has ${found.groups}` : undefined;
}

function nameProblem(words: readonly string[], version: string): string | undefined {
  if (words.length < 2) return 'name takes a name and another';
  const kind = words.length === 2 ? 'exact' : (words[0] ?? '').toLowerCase();
  const [from = '', to = ''] = words.length === 2 ? words : words.slice(1);
  const metadata = words[3] === 'metadata' && releasedSince(version, '1.15.0');
  if (metadata && kind !== 'regex') return 'name takes metadata after regex alone';
  const answers = words.slice(metadata ? 4 : 3);
  const answer = words.length > 3 && answers.length > 0 ? answerProblem(answers, version) : undefined;
  if (answer !== undefined) return answer;
  if (!matches.includes(kind)) return `name matches exact, prefix, suffix, substring or regex, and "${words[0] ?? ''}" is none`;
  if (kind === 'exact') return pattern(normalize(to), normalize(from), version);
  if (kind !== 'regex') return undefined;
  return metadata ? pattern(from, '', version) ?? replacementProblem(to, from) : pattern(from, to, version);
}

function replacementProblem(to: string, from: string): string | undefined {
  const expression = readExpression(from);
  const groups = 'groups' in expression ? expression.groups : 0;
  const rest = to.replaceAll(/\{([^{}]*)\}/g, (all, label: string) => (/^[+-]?\d+$/.test(label) ? (Number(label) >= 0 && Number(label) <= groups ? '' : all) : /^[^/]+\/.+$/.test(label) ? '' : all));
  return /[{}]/.test(rest) ? `replaces with "${to}", whose braces hold neither a group nor metadata` : undefined;
}

function answerProblem(words: readonly string[], version: string): string | undefined {
  if (words.length < 2) return 'name takes "answer auto" or "answer name FROM TO" after its names';
  let [names, auto, last] = [0, false, ''];
  for (let at = 0; at < words.length;) {
    if (last === '' && words[at] !== 'answer') return `name takes "answer" after its names, and "${words[at] ?? ''}" is something else`;
    if (words[at] === 'answer') at++;
    last = words[at++] ?? '';
    if (at > words.length) return 'answer has no kind';
    if (last === 'auto') auto = true;
    else if (last === 'name' || last === 'value') {
      if (words.length - at < 2) return `answer ${last} takes two words`;
      const problem = pattern(words[at] ?? '', words[at + 1] ?? '', version);
      if (problem !== undefined) return `answer ${problem}`;
      at += 2;
      if (last === 'name') names++;
    } else return `answer takes auto, name or value, and "${last}" is none`;
  }
  return auto && names > 0 ? 'answer takes auto or names, not both' : undefined;
}

function matchProblem(kind: string, words: readonly string[], version: string): string | undefined {
  const [match = '', name = ''] = words;
  if (!matches.includes(match.toLowerCase())) return `${kind} matches exact, prefix, suffix, substring or regex, and "${match}" is none`;
  return match.toLowerCase() === 'regex' ? pattern(name, '', version) : undefined;
}

function ttlProblem(words: readonly string[], version: string): string | undefined {
  if (words.length < 2 || words.length > 3) return 'ttl takes a name and a time, and perhaps how to match before them';
  const time = words.at(-1) ?? '';
  const [least = '', most, ...more] = time.split('-');
  const bounds = [least, most ?? least].map((text, i) => (text === '' ? (i === 0 ? 0 : 2_147_483_647) : parseUnsigned(text, 32)));
  if (more.length > 0 || time === '' || time === '-' || bounds.includes(undefined) || (bounds[0] ?? 0) > (bounds[1] ?? 0)) return `ttl takes seconds such as 30, 30-, -300 or 30-300, and "${time}" is none`;
  return words.length === 3 ? matchProblem('ttl', words, version) : undefined;
}

function cnameProblem(words: readonly string[], version: string): string | undefined {
  if (words.length === 2) return undefined;
  if (words.length !== 3) return 'cname takes two names, and perhaps how to match before them';
  return matchProblem('cname', words.map(text => text.toLowerCase()), version);
}

function rcodeProblem(words: readonly string[], version: string): string | undefined {
  if (words.length < 3 || words.length > 4) return 'rcode takes a name and two codes, and perhaps how to match before them';
  const wrong = words.slice(-2).find(text => !responseCodes.has(text.toUpperCase()) && !((parseUnsigned(text, 32) ?? 24) <= 23));
  if (wrong !== undefined) return `rcode takes codes such as SERVFAIL, and "${wrong}" is none`;
  return words.length === 4 ? matchProblem('rcode', words, version) : undefined;
}

const variables = ['{qname}', '{qtype}', '{client_ip}', '{client_port}', '{protocol}', '{server_ip}', '{server_port}'];

function ednsProblem(words: readonly string[], version: string): string | undefined {
  if (words.length < 2) return 'edns0 takes an option and what to do with it';
  const [option = '', action = ''] = words.map(text => text.toLowerCase());
  if (!['append', 'replace', 'set', 'unset'].includes(action)) return `edns0 takes set, append, replace or unset, and "${words[1] ?? ''}" is none`;
  if (!['local', 'nsid', 'subnet'].includes(option)) return `edns0 takes local, nsid or subnet, and "${words[0] ?? ''}" is none`;
  if (action === 'unset') {
    if (!releasedSince(version, '1.12.3')) return `edns0 unset came with CoreDNS 1.12.3, and this is ${version}`;
    return words.length !== (option === 'local' ? 3 : 2) ? `edns0 ${option} unset takes ${option === 'local' ? 'a code' : 'nothing more'}` : option === 'local' && parsePrefixed(words[2] ?? '', 16) === undefined ? `edns0 local takes a code such as 0xffee, and "${words[2] ?? ''}" is none` : undefined;
  }
  const reverts = words.at(-1) === 'revert';
  if (reverts && !releasedSince(version, '1.11.4')) return `edns0 revert came with CoreDNS 1.11.4, and this is ${version}`;
  const rest = (reverts ? words.slice(0, -1) : words).slice(2);
  if (option === 'nsid') return rest.length === 0 ? undefined : 'edns0 nsid takes nothing more';
  if (rest.length !== 2) return `edns0 ${option} takes two words after ${action}`;
  const [first = '', second = ''] = rest;
  if (option === 'subnet') {
    const [four, six] = [parsePrefixed(first, 16), parsePrefixed(second, 16)];
    return four === undefined || six === undefined || four > 32 || six > 128 ? `edns0 subnet takes a length up to 32 and one up to 128, and has "${first} ${second}"` : undefined;
  }
  if (parsePrefixed(first, 16) === undefined) return `edns0 local takes a code such as 0xffee, and "${first}" is none`;
  if (second.startsWith('{') && second.endsWith('}')) return variables.includes(second) || /^\{[^/]+\/.+\}$/s.test(second) ? undefined : `edns0 local takes a variable such as {client_ip}, and "${second}" is none`;
  return second.startsWith('0x') && !/^(?:[0-9a-fA-F]{2})*$/.test(second.slice(2)) ? `edns0 local takes bytes such as 0x1f2e, and "${second}" is none` : undefined;
}
