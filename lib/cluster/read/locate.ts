import type { FieldPath, Finding, Source } from '../../model/finding';
import type { Document } from './documents';
import { positionsIn, withinBlock, type Position } from './position';

/** Findings with line and column, of their near objects as well. Only documents that have findings are read again. */
export function locate(findings: readonly Finding[], documents: ReadonlyMap<string, readonly Document[]>): readonly Finding[] {
  const places = new Places(documents);
  return findings.map(finding => {
    const position = places.find(finding.source, finding.path, finding.within);
    return {
      ...finding,
      ...(position ?? {}),
      ...(finding.near === undefined
        ? {}
        : {
            near: finding.near.map(other => {
              const at = places.find(other.source, other.path ?? []);
              return at === undefined ? other : { ...other, line: at.line };
            }),
          }),
    };
  });
}

/** Looks fields up as `file:line`, of a program's objects as its construct; the documents that are asked for are read once. */
export function placeFinder(documents: ReadonlyMap<string, readonly Document[]>): (source: Source, path: FieldPath) => string | undefined {
  const places = new Places(documents);
  return (source, path) => {
    if (source.file === undefined) return source.construct;
    const position = places.find(source, path);
    return position === undefined ? source.file : `${source.file}:${position.line}`;
  };
}

/** Characters of documents whose second reading is kept for further findings. */
const kept = 1_000_000;

class Places {
  private readonly read = new Map<Document, (path: FieldPath) => Position>();
  private size = 0;

  constructor(private readonly documents: ReadonlyMap<string, readonly Document[]>) {}

  find(source: Source | undefined, path: FieldPath, within?: Position): Position | undefined {
    if (source?.file === undefined || source.document === undefined) return undefined;
    const document = this.documents.get(source.file)?.[source.document];
    if (document === undefined) return undefined;
    const field = this.positions(document)([...source.inside, ...path]);
    const { line, column } = within === undefined ? field : withinBlock(document.text, field, within);
    return { line: document.line + line - 1, column };
  }

  private positions(document: Document): (path: FieldPath) => Position {
    const present = this.read.get(document);
    if (present !== undefined) return present;
    if (this.size > kept) {
      this.read.clear();
      this.size = 0;
    }
    const made = positionsIn(document.text);
    this.read.set(document, made);
    this.size += document.text.length;
    return made;
  }
}
