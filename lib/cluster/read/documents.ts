/** One document of a file. */
export interface Document {
  readonly text: string;
  /** Line of the file on which it begins, from 1. */
  readonly line: number;
}

/** A separator with more behind it than a comment: kubectl stops there. */
export interface BadSeparator {
  readonly line: number;
  readonly after: string;
}

/**
 * Splits a file as kubectl does, textually: a line that starts with `---` ends a document, even inside a block scalar. Only blanks or a
 * comment may follow on that line.
 *
 * Source: `YAMLReader` of k8s.io/apimachinery.
 */
export function splitDocuments(text: string): { readonly documents: readonly Document[]; readonly separators: readonly BadSeparator[] } {
  const documents: Document[] = [];
  const separators: BadSeparator[] = [];
  let [start, line, lineAt] = [0, 1, 0];
  const linesTo = (offset: number): number => {
    for (let next = text.indexOf('\n', lineAt); next >= 0 && next < offset; next = text.indexOf('\n', lineAt)) {
      line++;
      lineAt = next + 1;
    }
    return line;
  };
  const pattern = /^---.*$/gm;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (match.index > start) documents.push({ text: text.slice(start, match.index), line: linesTo(start) });
    const after = match[0].slice(3).trim();
    if (after !== '' && !after.startsWith('#')) separators.push({ line: linesTo(match.index), after });
    start = Math.min(match.index + match[0].length + 1, text.length);
  }
  if (start < text.length) documents.push({ text: text.slice(start), line: linesTo(start) });
  return { documents, separators };
}

/** Documents that somebody printed one after the other without `---`: each begins with its `apiVersion`. One document is left as it is. */
export function unfused({ text, line }: Document): readonly Document[] {
  const starts = [...text.matchAll(/^apiVersion:/gm)].map(({ index }) => index);
  if (starts.length < 2) return [{ text, line }];
  return starts.map((start, i) => {
    const from = i === 0 ? 0 : start;
    return { text: text.slice(from, starts[i + 1]), line: line + countLines(text, from) };
  });
}

/** Line breaks before an offset. */
export function countLines(text: string, offset: number): number {
  let count = 0;
  for (let next = text.indexOf('\n'); next >= 0 && next < offset; next = text.indexOf('\n', next + 1)) count++;
  return count;
}
