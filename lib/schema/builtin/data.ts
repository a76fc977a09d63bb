import type { JsonObject } from '../../model/json';
import type { CodeValidation } from '../answer';
import { dataKeyProblem } from './grammars';
import { byteLength } from './metadata';
import { child, entries, has, judge, refuse, spell, text, type Place } from './place';

// ConfigMaps and Secrets: at most 1 MiB of values. Source: Kubernetes 1.36, core/validation, ValidateConfigMap and ValidateSecret.

const mostBytes = 1024 * 1024;

export const configMap: CodeValidation = (object: JsonObject) => judge(object, root => {
  let size = 0;
  for (const [key, value] of entries(root, 'data')) {
    spell(root, ['data', key], key, dataKeyProblem);
    if (child(root, 'binaryData')?.value[key] !== undefined) refuse(root, ['data', key], 'duplicate', `"${key}" is in "binaryData" too`);
    if (typeof value === 'string') size += byteLength(value);
  }
  for (const [key, value] of entries(root, 'binaryData')) {
    spell(root, ['binaryData', key], key, dataKeyProblem);
    size += decoded(root, ['binaryData', key], value)?.length ?? 0;
  }
  if (size > mostBytes) refuse(root, [], 'length', `the data have ${size} bytes, at most ${mostBytes} are allowed`);
});

export const secret: CodeValidation = (object: JsonObject) => judge(object, root => {
  const data = new Map<string, string>();
  for (const [key, value] of entries(root, 'data')) data.set(key, decoded(root, ['data', key], value) ?? '');
  // Plain values replace encoded ones of the same key.
  for (const [key, value] of entries(root, 'stringData')) data.set(key, typeof value === 'string' ? bytesOf(value) : '');
  let size = 0;
  for (const [key, value] of data) {
    spell(root, [child(root, 'stringData')?.value[key] === undefined ? 'data' : 'stringData', key], key, dataKeyProblem);
    size += value.length;
  }
  if (size > mostBytes) refuse(root, 'data', 'length', `the data have ${size} bytes, at most ${mostBytes} are allowed`);
  typed(root, data);
});

function typed(root: Place, data: ReadonlyMap<string, string>): void {
  const type = text(root, 'type');
  const wanted = (key: string): void => { if (!data.has(key)) refuse(root, ['data', key], 'required', `"${key}" must be given in a Secret of type "${type}"`); };
  switch (type) {
    case 'kubernetes.io/service-account-token': {
      const metadata = child(root, 'metadata');
      const name = metadata === undefined ? undefined : new Map(entries(metadata, 'annotations')).get('kubernetes.io/service-account.name');
      if (metadata !== undefined && (name === undefined || name === null || name === '')) refuse(metadata, ['annotations', 'kubernetes.io/service-account.name'], 'required', 'the service account must be named by annotation "kubernetes.io/service-account.name"');
      break;
    }
    case 'kubernetes.io/dockercfg': docker(root, data, '.dockercfg', wanted); break;
    case 'kubernetes.io/dockerconfigjson': docker(root, data, '.dockerconfigjson', wanted); break;
    case 'kubernetes.io/basic-auth':
      if (!data.has('username') && !data.has('password')) refuse(root, ['data', 'username'], 'required', `"username" or "password" must be given in a Secret of type "${type}"`);
      break;
    case 'kubernetes.io/ssh-auth':
      if ((data.get('ssh-privatekey') ?? '') === '') refuse(root, ['data', 'ssh-privatekey'], 'required', `"ssh-privatekey" must be given in a Secret of type "${type}"`);
      break;
    case 'kubernetes.io/tls':
      wanted('tls.crt');
      wanted('tls.key');
      break;
    default:
  }
}

function docker(root: Place, data: ReadonlyMap<string, string>, key: string, wanted: (key: string) => void): void {
  wanted(key);
  const value = data.get(key);
  const given = child(root, 'stringData')?.value[key] ?? child(root, 'data')?.value[key];
  if (value === undefined || typeof given !== 'string' && has(root, 'data')) return;
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === 'object' && !Array.isArray(parsed)) return;
  } catch {
    // Said below: the reason of a parser would show parts of the secret.
  }
  refuse(root, ['data', key], 'invalid', `"${key}" is not a JSON object`);
}

/** Bytes as characters, or `undefined` with a problem for what is not base64. */
function decoded(root: Place, at: readonly string[], value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const clean = value.replace(/[\r\n]/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(clean) || clean.length % 4 !== 0) {
    refuse(root, at, 'format', `"${at.at(-1) ?? ''}" is not base64`, 'encode the value, or move it to "stringData"');
    return undefined;
  }
  return atob(clean);
}

/** A text as its bytes in UTF-8, one character each. */
function bytesOf(value: string): string {
  return Array.from(new TextEncoder().encode(value), byte => String.fromCharCode(byte)).join('');
}
