import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the package, seen from `lib/<room>` and from `build/lib/<room>`. */
export const packageFolder = [join(__dirname, '../..'), join(__dirname, '../../..')].find(folder => existsSync(join(folder, 'package.json'))) ?? join(__dirname, '../../..');

export function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { readonly version: string }).version;
}

/** The page of a rule, in Markdown; `undefined` where there is none. */
export function rulePage(id: string): string | undefined {
  return page('rules', id);
}

/** The page of a code of a trace. */
export function tracePage(code: string): string | undefined {
  return page('trace', code);
}

function page(folder: string, name: string): string | undefined {
  const file = join(packageFolder, 'docs', folder, `${name}.md`);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
