// A drawing of a dashboard as its JSON says it: panels where they stand, with titles, units and legends. It shows the lay-out, and no numbers.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [column, row, gap, head] = [40, 15, 5, 54];
const units = { reqps: 'requests/s', cps: 'count/s', pps: 'packets/s', Bps: 'bytes/s', s: 'seconds', ms: 'milliseconds', percentunit: 'share', short: 'count' };

/** The dashboard of DNS, of a cluster with NodeLocal DNSCache: all its panels. */
export function dashboardPicture() {
  const load = createRequire(import.meta.url);
  const { monitoringConfig } = load(join(root, 'build/lib/metrics/config.js'));
  const { ruleGroups } = load(join(root, 'build/lib/metrics/groups.js'));
  const { dashboards } = load(join(root, 'build/lib/metrics/dashboards/dashboards.js'));
  const config = monitoringConfig(new Map([['prometheus', undefined], ['coredns', undefined], ['node-local-dns', undefined]]));
  return drawn(dashboards(ruleGroups(config), config).find(({ uid }) => uid === 'sealane-dns'));
}

function drawn({ title, description, panels }) {
  const bottom = Math.max(...panels.map(({ gridPos: { y, h } }) => y + h));
  const [width, height] = [24 * column + gap, head + bottom * row + gap];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" role="img" aria-label="${escaped(title)}">
<!-- Written by scripts/render-docs.mjs from the dashboard's JSON. Do not edit. -->
<rect width="${width}" height="${height}" fill="#111217"/>
<text x="${2 * gap}" y="24" font-size="17" fill="#d8d9da">${escaped(title)}</text>
<text x="${2 * gap}" y="43" font-size="11" fill="#9fa3a8">${escaped(description)}</text>
${panels.map(panel).join('\n')}
</svg>
`;
}

function panel({ title, type, gridPos: { x, y, w, h }, fieldConfig, targets = [] }) {
  const [left, top, width, height] = [x * column + gap, head + y * row, w * column - gap, h * row - gap];
  const unit = units[fieldConfig?.defaults?.unit] ?? '';
  const lines = type === 'stat' ? stat(left, top, width, height) : axes(left, top, width, height);
  return `<g>
<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="3" fill="#181b1f" stroke="#2c3235"/>
<text x="${left + 8}" y="${top + 16}" font-size="12" fill="#d8d9da">${escaped(title)}</text>
<text x="${left + width - 8}" y="${top + 16}" font-size="10" fill="#9fa3a8" text-anchor="end">${escaped(unit)}</text>
${lines}
<text x="${left + 10}" y="${top + height - 8}" font-size="10" fill="#6e9fff">${escaped(targets.map(({ legendFormat }) => legendFormat).join('  '))}</text>
</g>`;
}

function axes(left, top, width, height) {
  const [x, y, right, bottom] = [left + 10, top + 26, left + width - 10, top + height - 22];
  return [0, 1, 2, 3].map(i => `<line x1="${x}" x2="${right}" y1="${y + ((bottom - y) * i) / 3}" y2="${y + ((bottom - y) * i) / 3}" stroke="#2c3235"/>`).join('');
}

function stat(left, top, width, height) {
  return `<text x="${left + width / 2}" y="${top + height / 2 + 12}" font-size="26" fill="#73bf69" text-anchor="middle">%</text>`;
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('`', '');
}
