// Draws docs/pictures/map.png: the page that `sealane map` writes for the example, in Chromium. usage: node scripts/map-picture.mjs, after `npm run build`
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(path => existsSync(path));
if (executablePath === undefined) throw new Error('no Chromium: apt-get install chromium');
const folder = mkdtempSync(join(tmpdir(), 'sealane-map-'));
const file = join(folder, 'map.html');
execFileSync(process.execPath, [join(root, 'build/lib/cli/sealane.js'), 'map', 'test/examples/app-repo/eu', '-o', file], { cwd: root, stdio: 'inherit' });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1680, height: 900 }, colorScheme: 'light' });
  await page.goto(pathToFileURL(file).href);
  mkdirSync(join(root, 'docs/pictures'), { recursive: true });
  await page.screenshot({ path: join(root, 'docs/pictures/map.png') });
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
