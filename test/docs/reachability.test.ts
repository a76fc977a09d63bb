import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../lib/cli/main';
import { blocksOf } from './page';

const blocks = blocksOf('docs/reachability.md');
const commands = blocks.flatMap(({ info, text }, i) => (info === 'sh' ? [{ command: text, shown: blocks[i + 1]?.text ?? '' }] : []));

test('it shows both commands', () => {
  expect(commands.map(({ command }) => command.split(' ')[1])).toEqual(['connections', 'query', 'connections']);
});

test.each(commands)('$command says just that of the file that is shown', ({ command, shown }) => {
  const before = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'sealane-reachability-'));
  let out = '';
  try {
    process.chdir(folder);
    writeFileSync('shop.yaml', `${blocks.find(({ info }) => info === 'yaml')?.text ?? ''}\n`);
    expect(main(command.split(' ').slice(1), { out: said => (out += said), err: () => undefined, colour: false })).toBe(0);
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  }
  expect(out.trimEnd()).toBe(shown);
});
