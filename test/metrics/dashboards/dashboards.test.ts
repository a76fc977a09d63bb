import { dashboards } from '../../../lib/metrics/dashboards/dashboards';
import { selectorsOf } from '../../../lib/metrics/promql/expression';
import { carriedLabels, type CarriedLabels } from '../../../lib/metrics/promql/labels';
import { parsePromql, withoutVariables } from '../../../lib/metrics/promql/parse';
import { labelsByName } from '../../../lib/metrics/promql/problems';
import { groupsOf, matrix } from '../groups';

describe.each(matrix)('dashboards on %s', (_, config) => {
  const groups = groupsOf(config);
  const drawn = dashboards(groups, config);
  const recorded = new Map<string, CarriedLabels>();
  for (const { record, expression } of groups.flatMap(({ recordings }) => recordings)) {
    const parsed = parsePromql(expression.text);
    recorded.set(record, 'problem' in parsed ? 'any' : carriedLabels(parsed, labelsByName(recorded, [config.clusterLabel])));
  }

  test('are five, of five signals, each with a stable name', () => {
    expect(drawn.map(({ uid }) => uid)).toEqual(['sealane-dns', 'sealane-services', 'sealane-policy', 'sealane-gateway', 'sealane-pods']);
  });

  test.each(drawn.map(dashboard => [dashboard.title, dashboard] as const))('%s keeps the conventions of Grafana', (_title, dashboard) => {
    expect(dashboard).toMatchObject({ editable: false, refresh: '1m', schemaVersion: 39, tags: ['sealane', 'network'] });
    expect(dashboard).not.toHaveProperty('id');
    expect(dashboard).not.toHaveProperty('__inputs');
    expect(dashboard.uid.length).toBeLessThanOrEqual(40);
    expect(dashboard.panels.length).toBeGreaterThan(0);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    for (const { title, description, gridPos, targets = [] } of dashboard.panels) {
      expect([title, description].every(text => text.length > 3)).toBe(true);
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
      for (const { datasource } of targets) expect(datasource).toEqual({ type: 'prometheus', uid: '${datasource}' });
    }
  });

  test('no two panels lie on each other', () => {
    for (const { panels } of drawn) {
      const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => Array.from({ length: w * h }, (_cell, i) => `${x + (i % w)},${y + Math.floor(i / w)}`));
      expect(new Set(cells).size).toBe(cells.length);
    }
  });

  test('every query parses, asks what is recorded, and its legend names labels that it has', () => {
    for (const { expr, legendFormat } of drawn.flatMap(({ panels }) => panels.flatMap(({ targets = [] }) => targets))) {
      const parsed = parsePromql(withoutVariables(expr));
      if ('problem' in parsed) throw new Error(`${expr}: ${parsed.problem}`);
      for (const { name } of selectorsOf(parsed)) expect([...recorded.keys()]).toContain(name);
      const labels = carriedLabels(parsed, labelsByName(recorded, [config.clusterLabel]));
      const named = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1] ?? '');
      expect(named.filter(label => labels !== 'any' && !labels.has(label))).toEqual([]);
    }
  });

  test('what is not measured is said on the page of its signal', () => {
    for (const { signal, unmeasured } of groups) {
      const panels = drawn.find(({ uid }) => uid === `sealane-${signal}`)?.panels ?? [];
      expect(panels.filter(({ type }) => type === 'text').map(({ options }) => (options as { content: string }).content)).toEqual(unmeasured);
    }
  });
});
