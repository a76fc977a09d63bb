import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { importsOf, root } from './rooms';

/** Every declaration file that an import of the package makes a compiler read. */
function reachable(entry: string, seen = new Map<string, readonly string[]>()): ReadonlyMap<string, readonly string[]> {
  if (seen.has(entry)) return seen;
  if (!existsSync(entry)) throw new Error(`${entry} does not exist; run "npm run build" first`);
  const imports = importsOf(withoutComments(readFileSync(entry, 'utf8')));
  seen.set(entry, imports);
  for (const module of imports.filter(name => name.startsWith('.'))) {
    const target = resolve(dirname(entry), module);
    reachable(existsSync(`${target}.d.ts`) ? `${target}.d.ts` : join(target, 'index.d.ts'), seen);
  }
  return seen;
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}

const files = reachable(join(root, 'build/lib/index.d.ts'));

test('declarations reachable from the root name no package that users may not have', () => {
  const modules = [...new Set([...files.values()].flat().filter(name => !name.startsWith('.')))].sort();
  expect(modules).toEqual(['cdk8s', 'constructs']);
});

test('declarations reachable from the root name Pulumi, cdk8s-plus and cdk8s-cli in comments only', () => {
  expect([...files.keys()].filter(file => /pulumi|cdk8s-plus|cdk8s-cli/i.test(withoutComments(readFileSync(file, 'utf8'))))).toEqual([]);
});

test('declarations need no types of Node and no compiler reference', () => {
  expect([...files.keys()].filter(file => /\/\/\/ <reference|NodeJS\.|\bBuffer\b/.test(readFileSync(file, 'utf8')))).toEqual([]);
});
