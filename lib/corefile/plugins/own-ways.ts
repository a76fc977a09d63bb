import { releasedSince } from '../../model/version';
import { parseBlock } from '../addresses';
import type { Cursor } from '../cursor';
import { anyNumber, atLeast, exactly, flag, following, type Around, type Complain, type Options } from '../grammar';
import { readBlock } from '../set-up';
import type { Token } from '../token';
import { addressBlock, duration, word } from '../values';

const here = (at: Token | undefined): { readonly at?: Token } => (at === undefined ? {} : { at });

const translation = { what: 'a block of IPv6 of /32, /40, /48, /56, /64 or /96', takes: (text: string) => [32, 40, 48, 56, 64, 96].includes(parseBlock(text)?.length ?? 0) && parseBlock(text)?.address.family === 6 };
/** Options of `dns64`. */
export const dns64Options: Options = { prefix: { takes: following(translation) }, translate_all: { takes: flag }, allow_ipv4: { since: '1.8.7', takes: flag } };

/** With an argument `dns64` does not look for a block: its lines are taken for uses of their own. */
export function readDns64(cursor: Cursor, around: Around, complain: Complain): boolean {
  const [first, second] = cursor.words();
  if (second !== undefined) {
    complain({ at: second, message: `dns64 takes one prefix, and "${second.text}" is one more`, help: 'remove it' });
    return false;
  }
  if (first === undefined) return readBlock({ name: 'dns64' }, dns64Options, cursor, around, complain) !== undefined;
  if (first.open === true || translation.takes(first.text)) return true;
  complain({ at: first, message: `dns64 takes ${translation.what}, and "${first.text}" is none` });
  return false;
}

const weights: Options = { reload: { takes: exactly(duration()) } };

const prefer: Options = { prefer: { since: '1.12.4', takes: anyNumber(addressBlock) } };

/** Options of `loadbalance`: of its weights, and of either. */
export const loadbalanceOptions: Options = { ...weights, ...prefer };

/** Lines of `header`: before they chose, they changed every answer. */
export const headerOptions: Options = { query: { takes: atLeast(2, word()) }, response: { takes: atLeast(2, word()) }, set: { until: '1.12.4', takes: atLeast(1, word()) }, clear: { until: '1.12.4', takes: atLeast(1, word()) } };

/** `loadbalance` with a policy; `weighted` has a file, and a block of its own before the common one. */
export function readLoadbalance(cursor: Cursor, around: Around, complain: Complain): boolean {
  const at = cursor.token;
  const [policy, ...rest] = cursor.words();
  const refuse = (message: string, token: Token | undefined = at): false => {
    complain({ ...here(token), message });
    return false;
  };
  if (policy?.open === true) return false;
  if (policy !== undefined && policy.text !== 'round_robin' && policy.text !== 'weighted') return refuse(`loadbalance takes round_robin or weighted, and "${policy.text}" is neither`, policy);
  if (policy?.text === 'round_robin' && rest[0] !== undefined) return refuse(`loadbalance round_robin takes no more, and "${rest[0].text}" follows`, rest[0]);
  if (policy?.text === 'weighted') {
    if (!releasedSince(around.version, '1.10.1')) return refuse(`loadbalance weighted came with CoreDNS 1.10.1, and this is ${around.version}`, policy);
    if (rest.length !== 1) return refuse(`loadbalance weighted takes one file, and has ${rest.length === 0 ? 'none' : rest.length}`, policy);
    if (readBlock({ name: 'loadbalance' }, weights, cursor, around, complain) === undefined) return false;
  }
  return readBlock({ name: 'loadbalance' }, prefer, cursor, around, complain) !== undefined;
}

/** Lines of `header`, `response set ra`: it reads uses until one has a rule. */
export function readHeader(cursor: Cursor, around: Around, complain: Complain): boolean {
  const at = cursor.token;
  const refuse = (message: string, token: Token | undefined): false => {
    complain({ ...here(token), message });
    return false;
  };
  let rules = 0;
  while (cursor.nextInBlock()) {
    const name = cursor.token;
    const selects = releasedSince(around.version, '1.12.4');
    const selector = name?.text.toLowerCase() ?? '';
    if (selects && selector !== 'query' && selector !== 'response') return refuse(`header lines begin with query or response, and "${name?.text ?? ''}" is neither`, name);
    const [first, ...others] = cursor.words();
    const selected = selector === 'query' || selector === 'response';
    const flags = selected ? others : [first, ...others];
    const word = (selected ? first?.text ?? '' : selector).toLowerCase();
    if (word !== 'set' && word !== 'clear') return refuse(`header takes set or clear, and "${word}" is neither`, first ?? name);
    const given = flags.filter((token): token is Token => token !== undefined);
    if (given.length === 0) return refuse(`header ${word} names no flag`, name);
    const wrong = given.find(({ text }) => !['aa', 'ra', 'rd'].includes(text.toLowerCase()));
    if (wrong !== undefined) return refuse(`header takes the flags aa, ra and rd, and "${wrong.text}" is none`, wrong);
    rules++;
  }
  if (rules > 0) return false;
  return cursor.next() ? readHeader(cursor, around, complain) : refuse('header has no rule', at);
}
