/** A case of a suite; what it holds says how it went. */
export function testCase(classname: string, name: string, { file, line }: { readonly file?: string; readonly line?: number }, content?: string): string {
  const given = attributes({ classname, name, file, line });
  return content === undefined ? `    <testcase${given}/>\n` : `    <testcase${given}>\n      ${content}\n    </testcase>\n`;
}

/** An element with text in it. */
export function element(name: string, given: Readonly<Record<string, string>>, text = ''): string {
  return text === '' ? `<${name}${attributes(given)}/>` : `<${name}${attributes(given)}>${escaped(text)}</${name}>`;
}

/** Attributes of an element, those that are not known left out. */
export function attributes(given: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(given).map(([key, value]) => (value === undefined ? '' : ` ${key}="${escaped(String(value)).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`)).join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no words for most control characters and for lone surrogates, so they are shown as what they are not. */
function escaped(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd').replaceAll(/[&<>"]/g, char => entities[char] ?? char);
}
