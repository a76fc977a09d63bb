import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../lib/cli/main';
import { blocksOf } from './page';

const blocks = blocksOf('README.md').filter(({ section }) => section === 'A connection that does not work');
const text = (info: string): string => blocks.find(block => block.info === info)?.text ?? '';
const before = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'sealane-readme-'));
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

function run(command: string): { readonly code: number; readonly out: string } {
  let out = '';
  const code = main(command.split(' '), { out: said => (out += said), err: () => undefined, colour: false });
  return { code, out: out.trimEnd() };
}

test('the broken app, its trace, the repair, the trace after it and the difference are what the commands print', () => {
  const shop = text('yaml shop.yaml');
  writeFileSync('shop.yaml', `${shop}\n`);
  const [broken = '', works = '', difference = ''] = blocks.filter(({ info }) => info.startsWith('text ')).map(({ info }) => info.slice('text '.length));
  const first = run(broken);
  expect(first).toEqual({ code: 1, out: text(`text ${broken}`) });
  const [, repair = ''] = /^fix .*\n((?: {9}.*\n)+)/m.exec(first.out) ?? [];
  writeFileSync('repaired.yaml', `${shop}\n---\n${repair.replaceAll(/^ {9}/gm, '')}`);
  expect(run(works)).toEqual({ code: 0, out: text(`text ${works}`) });
  expect(run(difference)).toEqual({ code: 1, out: text(`text ${difference}`) });
});
