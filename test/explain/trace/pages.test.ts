import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { codeEntry, codes, type TraceCode } from '../../../lib/explain/trace/codes';
import { pageOf } from './pages';

const folder = join(__dirname, '../../../docs/trace');
const all = Object.keys(codes) as TraceCode[];

describe('pages of the codes', () => {
  test('every code has one, and every page a code', () => {
    expect(readdirSync(folder).filter(name => name !== 'README.md').sort()).toEqual(all.map(code => `${code}.md`).sort());
  });

  test.each(all)('%s says cause, symptom, proof, repair and what is wrong', code => {
    const { text, from, url } = pageOf(code);
    const { hop, status, title } = codeEntry(code);
    expect(text.split('\n')[0]).toBe(`# ${code}`);
    expect(text.toLowerCase()).toContain(title.toLowerCase());
    expect(text).toContain(`Hop \`${hop}\`, ${status === 'fail' ? 'fails' : 'warns'}.`);
    expect([...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading).slice(0, 5)).toEqual(['Cause', 'What you see', 'Prove', 'Repair', 'Wrong']);
    expect([from, url].every(word => word !== '')).toBe(true);
  });

  test('every code has a golden text, but for the one whose trace does not begin', () => {
    expect(all.filter(code => !existsSync(join(__dirname, 'golden', `${code}.txt`)))).toEqual(['SRC-NOT-FOUND']);
  });
});
