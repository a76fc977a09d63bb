/** Where a command writes, and how. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether `out` is a terminal that shows colours. */
  readonly colour: boolean;
}

const colours = { error: '\u001b[31m', warning: '\u001b[33m', info: '\u001b[36m', input: '\u001b[31m', help: '\u001b[32m' } as const;

/** The first words of a finding's lines in colour. */
export function coloured(text: string, colour: boolean): string {
  if (!colour) return text;
  return text.replace(/^(error|warning|info|input error|( help:))/gm, word => `${colours[word.trim().replace(/ error$|:$/, '') as keyof typeof colours]}${word}\u001b[0m`);
}
