import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../lib/rules/catalogue';
import { root } from './rooms';

const page = readFileSync(join(root, 'docs/rules/gateway-api.md'), 'utf8');
const rows = [...page.matchAll(/^\| (?:route|listener|ListenerSet|Gateway|GatewayClass) \| ([A-Za-z, ]+) \| (.*) \|$/gm)].map(([, reasons = '', text = '']) => ({ reasons: reasons.split(', '), text }));
const said = catalogue.flatMap(({ id, codes }) => codes.filter(code => code.startsWith('GWAPI:')).map(code => ({ id, reason: code.slice('GWAPI:'.length) })));

test('every reason that a rule carries stands in the table, beside the rule', () => {
  expect(said.filter(({ id, reason }) => !rows.some(({ reasons, text }) => reasons.includes(reason) && text.includes(`[${id}]`)))).toEqual([]);
});

test('every row names a rule that carries the reason, or says why there is none', () => {
  for (const { reasons, text } of rows) {
    const ids = [...text.matchAll(/\[([a-z]+\/[a-z-]+)\]/g)].map(match => match[1]);
    const carried = ids.filter(id => said.some(one => one.id === id && reasons.includes(one.reason)));
    expect(carried.length > 0 || text.length > 15).toBe(true);
  }
});
