import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { map, type MapOptions } from '../../lib/cli/map';
import { vizFrom, type Viz } from '../../lib/cli/svg';
import type { JsonObject } from '../../lib/model/json';
import { deployment, networkPolicy, service } from '../support/closed';
import { generatedMap } from '../support/map-clusters';

const folder = mkdtempSync(join(tmpdir(), 'sealane-map-'));
afterAll(() => rmSync(folder, { recursive: true }));

let written = 0;
/** Objects as a file in a folder of their own, with a `sealane.yaml` where something is declared. */
function input(objects: readonly JsonObject[], configuration?: string): string {
  const file = join(folder, `objects-${written++}.json`);
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
  if (configuration !== undefined) writeFileSync(`${file}.sealane.yaml`, configuration);
  return file;
}

/** What is written in the end. */
async function run(file: string, options: Partial<MapOptions> = {}, viz: () => Viz | undefined = vizFrom): Promise<{ readonly out: string; readonly err: string }> {
  let [out, err] = ['', ''];
  await new Promise<void>(done => {
    map([file], { blocksMeanPods: 'no', ...(existsSync(`${file}.sealane.yaml`) ? { platform: `${file}.sealane.yaml` } : {}), ...options }, {
      out: text => {
        out += text;
        done();
      },
      err: text => void (err += text),
      colour: false,
    }, viz);
  });
  return { out, err };
}

const shop = [
  deployment('web', { http: 8080 }), deployment('api', { http: 8080 }), deployment('db', { sql: 5432 }), service('api', { http: [80, 8080] }), service('db', { sql: [5432, 'sql'] }),
  networkPolicy('deny', { podSelector: { matchLabels: { app: 'db' } }, policyTypes: ['Ingress'] }),
];
const edges = 'edges:\n  - { from: shop/web, to: shop/api, port: 80 }\n  - { from: shop/api, to: shop/db, port: 5432 }\n';

test('a page, with Graphviz and without', async () => {
  const file = input(shop, edges);
  const [with_, without] = [await run(file), await run(file, {}, () => undefined)];
  expect([with_.err, without.err]).toEqual(['', 'note: laid out without Graphviz, so that more lines cross: npm install @viz-js/viz\n']);
  for (const { out } of [with_, without]) expect(out).toMatch(/^<!doctype html>[^]*aria-label="shop\/api calls shop\/db :5432, blocked"/);
  expect((await run(file)).out).toBe(with_.out);
});

test.each([['svg', /^<svg [^]*<\/svg>\n$/], ['mermaid', /^flowchart LR\n/], ['dot', /^digraph map \{\n/]] as const)('%s', async (format, shape) => {
  expect((await run(input(shop, edges), { format })).out).toMatch(shape);
});

test('the name of the file says the format', async () => {
  const file = input(shop, edges);
  for (const [name, start] of [['m.mmd', 'flowchart'], ['m.dot', 'digraph']] as const) {
    map([file], { blocksMeanPods: 'no', output: join(folder, name) }, { out: () => undefined, err: () => undefined, colour: false });
    expect(readFileSync(join(folder, name), 'utf8').startsWith(start)).toBe(true);
  }
  await expect(run(file, { output: join(folder, 'm.pdf') })).rejects.toThrow('says no format');
});

test('a focus needs no engine', async () => {
  const { out, err } = await run(input(shop, edges), { focus: 'shop/api', format: 'svg' }, () => {
    throw new Error('an engine was asked for');
  });
  expect([out.includes('shop/api and its neighbours'), err]).toEqual([true, '']);
});

test('a difference is said by signs and words, not by colour alone', async () => {
  const { out } = await run(input([...shop, service('web', { http: [80, 8080] })]), { diff: input(shop) });
  expect(out).toMatch(/shop\/web is served by shop\/web :80 to 8080, open, gained/);
  expect(out).toContain('<td class="change">+ gained</td>');
});

test('what is lost is said with its line in the state before', async () => {
  const before = input([...shop, service('web', { http: [80, 8080] })]);
  expect((await run(input(shop), { diff: before })).out).toContain(`port 80 leads to 8080 of web (${before}:1)`);
});

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(path => existsSync(path));
// Without Chromium nothing of this can be said; on CI it has to be there.
const inBrowser = executablePath === undefined && process.env['CI'] === undefined ? describe.skip : describe;

inBrowser('in a browser (skipped where there is no Chromium)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ['--no-sandbox'] });
  }, 30_000);
  afterAll(() => browser.close());

  /** The page, what it complained about, and what it asked for. */
  async function opened(html: string, colorScheme: 'light' | 'dark' = 'light'): Promise<{ readonly page: Page; readonly wrong: string[]; readonly asked: string[]; readonly milliseconds: number }> {
    const file = join(folder, `page-${written++}.html`);
    writeFileSync(file, html);
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, colorScheme });
    const [wrong, asked]: [string[], string[]] = [[], []];
    page.on('console', message => wrong.push(message.text()));
    page.on('pageerror', error => wrong.push(error.message));
    page.on('dialog', dialog => {
      wrong.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', request => asked.push(request.url()));
    const start = performance.now();
    await page.goto(pathToFileURL(file).href);
    return { page, wrong, asked: asked.filter(url => url !== pathToFileURL(file).href), milliseconds: performance.now() - start };
  }
  const visible = (page: Page): Promise<number> => page.locator('tbody tr:visible').count();

  test('an edge is chosen by mouse and by keyboard, and says what it rests on and what a trace says', async () => {
    const { page, wrong, asked } = await opened((await run(input(shop, edges))).out);
    const blocked = page.locator('[data-edge][aria-label="shop/api calls shop/db :5432, blocked"]');
    await blocked.locator('.hit').dispatchEvent('click');
    const text = await page.locator('#detail').innerText();
    expect(text).toContain('sealane.yaml has the edge shop/api to shop/db');
    expect(text).toContain('its pods are selected by deny, and none admits it');
    expect(text).toMatch(/sealane trace shop\/api tcp:\/\/db\.shop:5432 -f /);
    expect(text).toMatch(/FAILS +shop\/api -> db\.shop:5432 \(TCP\)/);
    await page.keyboard.press('Escape');
    expect(await page.locator('#detail').innerText()).toBe('');
    await page.locator('svg [aria-label^="shop/web calls shop/api"]').focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('#detail').innerText()).toContain('shop/web calls shop/api :80');
    await page.keyboard.press('Escape');
    // Focus is where it was.
    expect(await page.evaluate<string>('document.activeElement.getAttribute("aria-label")')).toMatch(/^shop\/web calls shop\/api/);
    expect([wrong, asked]).toEqual([[], []]);
    await page.close();
  });

  test('everything that can be chosen is reached by Tab, and shows that it has the focus', async () => {
    const { page } = await opened((await run(input(shop, edges))).out);
    const reached = new Set<string>();
    for (let i = 0; i < 30; i++) {
      await page.keyboard.press('Tab');
      reached.add(await page.evaluate<string>('(e => e.id || e.dataset.node || e.dataset.edge || "")(document.activeElement)'));
    }
    for (const id of ['filter', 'namespace', 'platform', 'reset', 'workload:Deployment/shop/web', 'service:Service/shop/api', '0']) expect([id, reached.has(id)]).toEqual([id, true]);
    await page.locator('svg .node').first().focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    expect(await page.evaluate<string>('getComputedStyle(document.querySelector("svg .node > rect")).strokeWidth')).toBe('3px');
    await page.close();
  });

  test('filters, a node alone, sorting, and the layer of the platform', async () => {
    const { page, wrong } = await opened((await run(input(shop, edges))).out);
    const all = await visible(page);
    await page.locator('#filter').fill('blocked');
    expect([await visible(page), all > 1]).toEqual([1, true]);
    expect(await page.locator('svg .edge:not(.dim)').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await visible(page)).toBe(all);
    await page.locator('svg [data-node="workload:Deployment/shop/web"]').click();
    expect(await page.locator('svg .edge:not(.dim)').count()).toBe(1);
    expect(await page.locator('[aria-pressed="true"]').count()).toBe(1);
    await page.keyboard.press('Escape');
    const firsts = async (): Promise<readonly string[]> => page.locator('tbody tr td:first-child').allInnerTexts();
    await page.locator('th button').first().click();
    expect(await firsts()).toEqual([...await firsts()].sort());
    await page.locator('th button').first().click();
    expect(await page.locator('th').first().getAttribute('aria-sort')).toBe('descending');
    expect(wrong).toEqual([]);
    await page.close();
  });

  test('light and dark, and on paper', async () => {
    const html = (await run(input(shop, edges))).out;
    const grounds: string[] = [];
    for (const scheme of ['light', 'dark'] as const) {
      const { page } = await opened(html, scheme);
      grounds.push(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor'));
      if (scheme === 'dark') {
        await page.emulateMedia({ media: 'print' });
        grounds.push(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor'));
      }
      await page.close();
    }
    expect(grounds).toEqual(['rgb(255, 255, 255)', 'rgb(13, 17, 23)', 'rgb(255, 255, 255)']);
  });

  test('names that would be markup, or run, do neither', async () => {
    const evil = `x"><img src=https://out.example/a onerror="alert(1)"><script>alert(2)</script>`;
    const { page, wrong, asked } = await opened((await run(input([...shop, { apiVersion: 'v1', kind: 'Service', metadata: { name: 'pay', namespace: 'shop' }, spec: { type: 'ExternalName', externalName: evil } }], edges))).out);
    expect([wrong, asked, await page.locator('img').count()]).toEqual([[], [], 0]);
    expect(await page.locator('svg .node .name', { hasText: 'x">' }).count()).toBe(1);
    await page.close();
  });

  test.each([[3, 5], [5, 15], [20, 15]])('%i namespaces of %i Services are read and can be opened', async (namespaces = 0, services = 0) => {
    const start = performance.now();
    const { out } = await run(input(generatedMap(namespaces, services)));
    const made = performance.now() - start;
    const { page, wrong, milliseconds } = await opened(out);
    expect(wrong).toEqual([]);
    // A second each on an idle machine; the bound is for one that is busy.
    expect([made < 15_000, milliseconds < 10_000]).toEqual([true, true]);
    if (namespaces > 3) {
      await page.locator('.node.namespace[data-namespace="team-1"]').first().focus();
      await page.keyboard.press('Enter');
      expect(await page.locator('.view:visible').getAttribute('data-view')).toBe('team-1');
      expect(await page.locator('.view:visible .node.workload').count()).toBe(services);
      await page.locator('#back').click();
      expect(await page.locator('.view:visible').getAttribute('data-view')).toBe('');
    }
    await page.close();
  }, 60_000);
});
