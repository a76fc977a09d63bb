import { hopIds } from '../../lib/explain/trace/hop';
import { parseAssertions } from '../../lib/explain/trace/assertions/parse';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf, root } from './page';

const page = readFileSync(join(root, 'docs/trace.md'), 'utf8');

test('the assertions that it shows are such', () => {
  const [block] = blocksOf('docs/trace.md').filter(({ info }) => info === 'yaml');
  expect(parseAssertions(block?.text ?? '', 'network.yaml').map(({ expect: expected, line }) => [expected, line])).toEqual([['works', 2], ['blocked', 5]]);
});

test('every hop is in the table', () => {
  expect(hopIds.filter(id => !page.includes(`\`${id}\``))).toEqual([]);
});
