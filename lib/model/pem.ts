/**
 * What is wrong with a text that should hold a certificate, or `undefined`. It is read as far as its frame: a block of PEM whose content is one piece of DER, of the length that it says. Whether it is
 * in force is not asked: that changes with the day.
 *
 * @example certificateProblem('') // 'is empty'
 */
export function certificateProblem(text: string): string | undefined {
  if (text.trim() === '') return 'is empty';
  const body = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/.exec(text)?.[1];
  if (body === undefined) return 'holds no certificate in PEM';
  const bytes = decoded(body.replaceAll(/\s/g, ''));
  return bytes === undefined || !isWhole(bytes) ? 'holds a certificate that is cut short or damaged' : undefined;
}

/** Bytes of a text in base64; `undefined` where it is none. */
export function decoded(base64: string): string | undefined {
  try {
    return atob(base64.replaceAll(/\s/g, ''));
  } catch {
    return undefined;
  }
}

/** Whether bytes are a SEQUENCE of DER and nothing else. */
function isWhole(bytes: string): boolean {
  const first = bytes.charCodeAt(1);
  if (bytes.charCodeAt(0) !== 0x30 || Number.isNaN(first)) return false;
  if (first < 0x80) return bytes.length === first + 2;
  const width = first & 0x7f;
  const length = [...bytes.slice(2, 2 + width)].reduce((sum, byte) => sum * 256 + byte.charCodeAt(0), 0);
  return width > 0 && width < 5 && bytes.length === length + 2 + width;
}
