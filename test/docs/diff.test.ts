import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../lib/cli/main';
import { blocksOf } from './page';

const blocks = blocksOf('docs/diff.md');
const commands = blocks.flatMap(({ info, text }, i) => (info === 'sh' ? [{ command: text, shown: blocks[i + 1]?.text ?? '' }] : []));
const [old = '', fresh = ''] = blocks.filter(({ info }) => info === 'yaml').map(({ text }) => text);

/** What the second state replaces in the first: an edit is shown as `- line` and `+ line`. */
function edited(text: string, edits: string): string {
  const lines = edits.split('\n');
  const removed = lines.filter(line => line.startsWith('-')).map(line => line.slice(1));
  const added = lines.filter(line => line.startsWith('+')).map(line => line.slice(1));
  return added.reduce((result, line, i) => {
    expect(result).toContain(`${removed[i] ?? ''}\n`);
    return result.replace(`${removed[i] ?? ''}\n`, `${line}\n`);
  }, text);
}

test('it shows three commands', () => {
  expect(commands.map(({ command }) => command.split(' ')[1])).toEqual(['diff', 'diff', 'diff']);
});

test.each(commands)('$command says just that of the files that are shown', ({ command, shown }) => {
  const before = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'sealane-diff-page-'));
  let out = '';
  try {
    process.chdir(folder);
    const edits = blocks.find(({ info }) => info === 'diff')?.text ?? '';
    writeFileSync('old.yaml', `${old}\n---\n${fresh}\n`);
    writeFileSync('new.yaml', edited(`${old}\n`, edits));
    for (const [name, domain] of [['a', 'cluster.local'], ['b', 'corp.local']] as const) writeFileSync(`${name}.yaml`, `platform: { clusterDomain: ${domain} }\n`);
    expect(main(command.split(' ').slice(1), { out: said => (out += said), err: () => undefined, colour: false })).toBe(1);
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  }
  expect(out.trimEnd()).toBe(shown);
});
