/**
 * Words of a text in lines of a width. Words are never cut: a longer one has a line of its own.
 *
 * @param hanging columns by which lines after the first are indented
 */
export function wrap(text: string, width: number, hanging: number): string {
  const lines: string[] = [];
  let line = '';
  // Columns at the beginning stay as they are: the id of a hop and its status.
  for (const word of text.split(/(?<=\S) (?=[^\s%])/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = ' '.repeat(hanging) + word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}
