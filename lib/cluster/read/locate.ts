import type { FieldPath, Finding, Source } from '../../model/finding';
import type { Document } from './documents';
import { positionOf, type Position } from './position';

/** Findings with line and column, of their near objects as well. Only documents that have findings are read again. */
export function locate(findings: readonly Finding[], documents: ReadonlyMap<string, readonly Document[]>): readonly Finding[] {
  return findings.map(finding => {
    const position = find(finding.source, finding.path, documents);
    return {
      ...finding,
      ...(position ?? {}),
      ...(finding.near === undefined
        ? {}
        : {
            near: finding.near.map(other => {
              const at = find(other.source, other.path ?? [], documents);
              return at === undefined ? other : { ...other, line: at.line };
            }),
          }),
    };
  });
}

function find(source: Source | undefined, path: FieldPath, documents: ReadonlyMap<string, readonly Document[]>): Position | undefined {
  if (source?.file === undefined || source.document === undefined) return undefined;
  const document = documents.get(source.file)?.[source.document];
  if (document === undefined) return undefined;
  const { line, column } = positionOf(document.text, [...source.inside, ...path]);
  return { line: document.line + line - 1, column };
}
