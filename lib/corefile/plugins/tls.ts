import { releasedSince } from '../../model/version';
import { atLeast, between, exactly, type Around, type Complain, type Options } from '../grammar';
import { readBlock } from '../set-up';
import type { Cursor } from '../cursor';
import { file, oneOf, path, word } from '../values';
import { splitPort } from '../addresses';
import { parseInteger } from '../numbers';

const withFiles: Options = {
  client_auth: { since: '1.5.1', takes: exactly(oneOf('nocert', 'request', 'require', 'verify_if_given', 'require_and_verify')) },
  keylog: { since: '1.14.3', takes: exactly(path()) },
};

const domain = { what: 'a domain without wildcards but at its beginning', takes: (text: string) => /^(?:\*\.)?[^*]+$/.test(text) };
const authority = { what: 'an http or https address', takes: (text: string) => /^https?:\/\/[^/?#]+/i.test(text) };
const resolver = { what: 'an address with a port', takes: (text: string) => {
  const split = splitPort(text);
  const port = parseInteger(split?.port ?? '');
  return split !== undefined && split.host !== '' && port !== undefined && port >= 1 && port <= 65_535;
} };

const fromAuthority: Options = {
  acme: { once: true, takes: atLeast(1, domain) },
  email: { once: true, takes: exactly(word()) },
  ca: { once: true, takes: exactly(authority) },
  storage: { once: true, takes: exactly(path('a folder')) },
  ca_root: { once: true, takes: exactly(file()) },
  resolver: { once: true, takes: exactly(resolver) },
};

/** Options of `tls`, with files and without. */
export const tlsOptions: Options = { ...withFiles, ...Object.fromEntries(Object.entries(fromAuthority).map(([name, option]) => [name, { since: '1.14.7', ...option }])) };

/** `tls` with the files of a certificate, or, from 1.14.7 on, with a block about where to get one. */
export function readTls(cursor: Cursor, around: Around, complain: Complain): boolean {
  const at = cursor.token;
  const words = cursor.words();
  const named = at === undefined ? {} : { at };
  const acme = words.length === 0 && releasedSince(around.version, '1.14.7');
  if (!acme && (words.length < 2 || words.length > 3)) {
    complain({ ...named, message: `tls takes a certificate, a key and perhaps an authority, and has ${words.length === 0 ? 'none' : words.length}`, help: 'name their files' });
    return false;
  }
  for (const { text, open, ...token } of words) if (open !== true) complain({ at: { text, ...token }, message: `tls: ${text} has to be there, and good, when CoreDNS starts`, unknown: true });
  const found = readBlock({ name: 'tls' }, acme ? fromAuthority : withFiles, cursor, around, complain);
  if (found === undefined) return false;
  if (acme && !found.some(({ name }) => name === 'acme')) {
    complain({ ...named, message: 'tls names neither files nor domains', help: 'add a certificate and a key, or "acme DOMAIN" in a block' });
    return false;
  }
  return true;
}

/** The options of TLS towards others, `[CERT KEY] [CA]`: at most three files. */
export const clientTls = between(0, file(), file(), file());

