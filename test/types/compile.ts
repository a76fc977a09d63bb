import { join } from 'node:path';
import type typescript from 'typescript';

const root = join(__dirname, '../..');

/** Something that a compiler complains of. */
export interface Complaint {
  readonly file: string;
  /** Where the complaint begins. */
  readonly position: number;
  readonly text: string;
}

/**
 * Type-checks cases with one release of TypeScript, under the options of a fresh cdk8s app, against the declarations that the package ships.
 */
export function complaints(ts: typeof typescript, files: readonly string[]): readonly Complaint[] {
  const program = ts.createProgram(files.map(file => join(__dirname, 'cases', file)), {
    target: ts.ScriptTarget.ES2017,
    lib: ['lib.es2016.d.ts'],
    module: ts.ModuleKind.CommonJS,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    paths: { sealane: [join(root, 'build/lib/index.d.ts')] },
  });
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => ({ file: file?.fileName.split('/').at(-1) ?? '', position: start, text: ts.flattenDiagnosticMessageText(messageText, '\n') }));
}
