import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeEntry, codes, type TraceCode } from '../../../lib/explain/trace/codes';
import { applied, type Fix } from '../../../lib/explain/trace/fix';
import { traceText } from '../../../lib/explain/trace/formats/text';
import type { TracedHop } from '../../../lib/explain/trace/hop';
import { proofOf } from '../../../lib/explain/trace/prove';
import { trace, type Trace } from '../../../lib/explain/trace/trace';
import { gained } from './gained';
import { asked, overShop, pageOf, worldOfAll } from './pages';
import { given, sketches, traced } from './sketches';

const all = (Object.keys(codes) as TraceCode[]).filter(code => code !== 'SRC-NOT-FOUND');

/** Codes that no change of the manifests repairs without knowing what was meant; their pages say why. */
const without: ReadonlySet<TraceCode> = new Set<TraceCode>(['SRC-HOSTNET', 'DNS-NO-ZONE', 'DNS-WRONG-NS', 'SVC-NOT-FOUND', 'GW-NO-LISTENER', 'VS-WEIGHTS', 'RT-NO-MATCH', 'RT-BACKEND', 'RT-NOT-READ', 'RT-FAULT', 'RT-ABORT', 'GW-NO-ROUTE', 'EP-NOT-READY', 'NP-HOSTNET']);

/** What policies let pass once a repair is applied, and not before: this and nothing else. */
const opened: Readonly<Partial<Record<TraceCode, readonly string[]>>> = {
  'DNS-EGRESS': ['shop/web[Deployment] → kube-system/coredns[Deployment] TCP 53,UDP 53'],
  'DNS-INGRESS': ['shop/web[Deployment] → kube-system/coredns[Deployment] TCP 53,UDP 53'],
  'DNS-UDP-ONLY': ['shop/web[Deployment] → kube-system/coredns[Deployment] TCP 53'],
  'NP-EGRESS': ['shop/web[Deployment] → shop/reviews-v1[Deployment] TCP 9080', 'shop/web[Deployment] → shop/reviews-v2[Deployment] TCP 9080'],
  'NP-INGRESS': ['shop/web[Deployment] → shop/reviews-v1[Deployment] TCP 9080', 'shop/web[Deployment] → shop/reviews-v2[Deployment] TCP 9080'],
};

const having = ({ branches }: Trace, code: TraceCode): readonly TracedHop[] => branches.flatMap(({ hops }) => hops.filter(hop => hop.code === code));
const fixesOf = (found: Trace, code: TraceCode): readonly Fix[] => [...new Map(having(found, code).flatMap(({ fixes = [] }) => fixes).map(fix => [JSON.stringify(fix), fix])).values()];

/** `UPDATE_GOLDEN=1` writes the texts anew, for a person to read. */
function compare(name: string, text: string): void {
  const file = join(__dirname, 'golden', `${name}.txt`);
  if (process.env['UPDATE_GOLDEN'] === '1' || !existsSync(file)) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

test.each(sketches)('the whole trace of %s', name => {
  const shown = given(name);
  compare(name, traceText(traced(shown), { place: shown.place }));
});

describe.each(all)('%s', code => {
  const page = pageOf(code);
  const before = overShop(['wrong.yaml', page.wrong]);
  const found = trace(before.world, asked(before.world, page));

  test('is what the objects of its page give, and the text is this', () => {
    expect(having(found, code).map(({ id, status }) => [id, status])).toContainEqual([codeEntry(code).hop, codeEntry(code).status]);
    compare(code, traceText(found, { place: before.place }));
  });

  test('is proved by the command that its page shows', () => {
    const shown = found.branches.flatMap(({ course, hops }) => hops.filter(hop => hop.code === code).flatMap(hop => proofOf(course, hop) ?? []))[0];
    if (shown === undefined) throw new Error(`nothing proves ${code}`);
    const { command, now, after, creates } = shown;
    const section = `## Prove\n\n\`\`\`sh\n${command}\n\`\`\`\n\nPrints now: ${now}. After the repair: ${after}.${creates ? ' It asks from an ephemeral container in the very pod, where labels, policies, proxy and DNS settings are the true ones; the container stays until the pod goes.' : ''}\n\n`;
    const file = join(__dirname, '../../../docs/trace', `${code}.md`);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, page.text.replace(/^## Prove\n[^]*?(?=^## Repair$)/m, () => section));
    expect(readFileSync(file, 'utf8')).toContain(section);
  });

  if (page.right !== undefined) test('is gone with the right objects of its page', () => {
    const { world } = overShop(['wrong.yaml', page.wrong], ['right.yaml', page.right ?? '']);
    const after = trace(world, asked(world, page));
    expect(having(after, code)).toEqual([]);
    if (codeEntry(code).status === 'fail') expect(['works', 'unknown']).toContain(after.verdict);
  });

  test(without.has(code) ? 'has no repair that is certain' : 'is gone when one of its repairs is applied, and only what was asked for opens', () => {
    const fixes = fixesOf(found, code);
    if (without.has(code)) {
      expect(fixes).toEqual([]);
      expect(page.text).toMatch(/\bno change/i);
      return;
    }
    expect(fixes.length).toBeGreaterThan(0);
    for (const fix of fixes) {
      const objects = applied(before.objects, fix);
      const world = worldOfAll(objects);
      const after = trace(world, asked(world, page));
      expect({ text: fix.text, left: remaining(found, after, code) }).toEqual({ text: fix.text, left: [] });
      expect({ text: fix.text, gained: gained(before.world, world) }).toEqual({ text: fix.text, gained: opened[code] ?? [] });
    }
  });
});

/** Statements of the code that a repair was for and left. Branches have repairs of their own: one may leave those of others. */
function remaining(before: Trace, after: Trace, code: TraceCode): readonly string[] {
  const count = having(after, code).length;
  return count < having(before, code).length ? [] : having(after, code).map(({ text }) => text);
}
