import { dirname, join } from 'node:path/posix';
import { importsOf, roomOf, rooms, shells, sources } from './rooms';

const all = sources();
const isShell = (room: string | undefined): boolean => (shells as readonly (string | undefined)[]).includes(room);

test('every folder of lib is a room or a shell', () => {
  const known: readonly string[] = [...rooms, ...shells];
  expect(all.map(({ file }) => roomOf(file)).filter(room => room !== undefined && !known.includes(room))).toEqual([]);
});

test('a room imports only rooms before it, and a shell no other shell', () => {
  const order = (room: string): number => (rooms as readonly string[]).indexOf(room);
  const wrong = all.flatMap(({ file, imports }) => {
    const room = roomOf(file);
    return imports
      .filter(module => module.startsWith('.'))
      .map(module => ({ module, target: roomOf(`${join(dirname(file), module)}/`) }))
      .filter(({ target }) => target !== room && !allowed(room, target))
      .map(({ module }) => `${file} imports ${module}`);
  });
  function allowed(room: string | undefined, target: string | undefined): boolean {
    if (target === undefined) return false;
    if (target === 'files') return isShell(room);
    if (isShell(target)) return room === undefined && target === 'cdk8s';
    return room === undefined || isShell(room) || order(target) < order(room);
  }
  expect(wrong).toEqual([]);
});

test('only shells touch the outside: frameworks, files, the process', () => {
  const outside = /^(?:node:|cdk8s$|cdk8s\/|cdk8s-|constructs$|@pulumi\/|fs$|fs\/|process$|path$|path\/|os$|child_process$|url$|module$)/;
  const wrong = all
    .filter(({ file }) => roomOf(file) !== undefined && !isShell(roomOf(file)))
    .flatMap(({ file, text, imports }) => [
      ...imports.filter(module => outside.test(module)).map(module => `${file} imports ${module}`),
      ...(/\bprocess\.\w|\b__dirname\b/.test(withoutComments(text)) ? [`${file} uses a global of Node`] : []),
    ]);
  expect(wrong).toEqual([]);
});

test('Pulumi is imported by its own shell alone', () => {
  expect(all.filter(({ file, imports }) => roomOf(file) !== 'pulumi' && imports.some(module => module.startsWith('@pulumi/'))).map(({ file }) => file)).toEqual([]);
});

test('folders are entered by their files: only entry points re-export', () => {
  const barrels = all.filter(({ file, text }) => /^export (?:type )?(?:\*|\{[^}]*\}) from /m.test(text) && !/^lib\/(?:pulumi\/|testing\/|cli\/)?index\.ts$/.test(file));
  expect(barrels.map(({ file }) => file)).toEqual([]);
});

test('the reader of imports sees every form of them', () => {
  const text = [`import './a';`, `import { b } from "./b";`, `export * from './c';`, `type D = import('./d').D;`, `require('./e');`, `require.resolve('./f');`].join('\n');
  expect(importsOf(text)).toEqual(['./a', './b', './c', './d', './e', './f']);
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
}
