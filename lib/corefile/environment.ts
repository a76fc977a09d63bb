/** Values of variables; those that are not named are not set. */
export type Environment = Readonly<Record<string, string>>;

/** Words that installers of NodeLocal DNSCache, or it itself, put values in the place of. */
const placeholder = /__PILLAR__[A-Z_]+__/;

/**
 * A word with its variables, `{$NAME}` and `{%NAME%}`, replaced.
 *
 * @param environment absent: nobody knows it, and a word with a variable is open
 */
export function replaceVariables(text: string, environment: Environment | undefined): { readonly text: string; readonly open: boolean } {
  if (environment === undefined) return { text, open: references(text) || placeholder.test(text) };
  const replaced = replaceAll(replaceAll(text, '{%', '%}', environment), '{$', '}', environment);
  return { text: replaced, open: placeholder.test(replaced) };
}

function references(text: string): boolean {
  return /\{%.+?%\}|\{\$[^}]+\}/s.test(text);
}

/** As caddy does: every place of the first reference at once, until none is left; an empty name ends it. */
function replaceAll(text: string, start: string, end: string, environment: Environment): string {
  let result = text;
  for (let steps = 0; steps < 1000; steps++) {
    const from = result.indexOf(start);
    const to = from < 0 ? -1 : result.indexOf(end, from);
    if (to < 0 || to <= from + start.length) return result;
    const name = result.slice(from + start.length, to);
    result = result.replaceAll(result.slice(from, to + end.length), () => (Object.hasOwn(environment, name) ? environment[name] ?? '' : ''));
  }
  return result;
}
