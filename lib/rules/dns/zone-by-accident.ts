import type { TextEdit } from '../../model/text-edit';
import { replaced } from '../../corefile/edits';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** Keys of server blocks that CoreDNS takes for zones, and that nobody meant for one. */
export const zoneByAccident = serverRule('dns/zone-by-accident', 'warning', ['DNS-01'], ({ block }) => block.keys.filter(({ open }) => open !== true).flatMap((key): readonly CorefileRemark[] => {
  const { text } = key;
  if (text === '}') return [{ at: key, severity: 'error', message: '"}" closes nothing, so CoreDNS takes it for a zone of that name, and serves it', help: 'remove it', edits: key.file === undefined ? [{ from: key.offset, to: key.end, text: '' }] : [] }];
  const scheme = /^([A-Za-z][\w+.-]*):\/\//.exec(text)?.[1];
  if (scheme !== undefined && !['dns', 'tls', 'quic', 'grpc', 'https', 'https3'].includes(scheme)) return [{ at: key, message: `"${text}" begins with no scheme that CoreDNS knows, so it serves a zone of that name`, help: 'use dns://, tls://, quic://, grpc://, https:// or https3://' }];
  if (text.includes(',')) return [{ at: key, message: `"${text}" is one zone of that name: a comma parts zones only at the end of a word`, help: 'put a space after the comma', edits: text.includes('"') ? [] : replacedByWords(key, text) }];
  if (text.startsWith('(')) return [{ at: key, message: `"${text}" is served as a zone: a snippet is one name in parentheses, alone`, help: 'write each snippet as "(name) {"' }];
  return [];
}));

function replacedByWords(key: Parameters<typeof replaced>[0], text: string): readonly TextEdit[] {
  return replaced(key, text).map(edit => ({ ...edit, text: text.replaceAll(',', ' ').trim() }));
}
