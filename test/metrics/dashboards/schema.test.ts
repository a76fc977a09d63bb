import Ajv from 'ajv';
import { dashboards } from '../../../lib/metrics/dashboards/dashboards';
import { groupsOf, matrix } from '../groups';

// What Grafana's import takes for granted of a dashboard of schema 39, written down from its documentation ("Dashboard JSON model"): fields, their types, and closed sets of words.

const text = { type: 'string', minLength: 1 };
const datasource = { type: 'object', required: ['type', 'uid'], properties: { type: { const: 'prometheus' }, uid: { const: '${datasource}' } }, additionalProperties: false };
const gridPos = { type: 'object', required: ['x', 'y', 'w', 'h'], properties: { x: { type: 'integer', minimum: 0, maximum: 23 }, y: { type: 'integer', minimum: 0 }, w: { type: 'integer', minimum: 1, maximum: 24 }, h: { type: 'integer', minimum: 1 } }, additionalProperties: false };
const target = { type: 'object', required: ['refId', 'expr', 'legendFormat', 'datasource'], properties: { refId: { type: 'string', pattern: '^[A-Z][0-9]*$' }, expr: text, legendFormat: text, datasource }, additionalProperties: false };
const panel = {
  type: 'object',
  required: ['id', 'type', 'title', 'description', 'gridPos', 'options'],
  properties: {
    id: { type: 'integer', minimum: 1 }, type: { enum: ['timeseries', 'stat', 'text'] }, title: text, description: text, gridPos, datasource, options: { type: 'object' },
    fieldConfig: { type: 'object', required: ['defaults', 'overrides'], properties: { defaults: { type: 'object', required: ['unit'], properties: { unit: { enum: ['reqps', 'cps', 'pps', 'Bps', 's', 'ms', 'percentunit', 'short'] } } }, overrides: { type: 'array', maxItems: 0 } } },
    targets: { type: 'array', minItems: 1, items: target },
  },
  additionalProperties: false,
  if: { properties: { type: { const: 'text' } } },
  then: { properties: { options: { required: ['mode', 'content'], properties: { mode: { const: 'markdown' }, content: text } } } },
  else: { required: ['datasource', 'fieldConfig', 'targets'] },
};
const variable = {
  type: 'object',
  required: ['name', 'type', 'label', 'query', 'hide'],
  properties: { name: { type: 'string', pattern: '^[a-z]+$' }, type: { enum: ['datasource', 'query'] }, hide: { enum: [0, 1, 2] }, refresh: { enum: [0, 1, 2] }, sort: { type: 'integer', minimum: 0, maximum: 8 }, multi: { type: 'boolean' }, includeAll: { type: 'boolean' } },
};
const schema = {
  type: 'object',
  required: ['uid', 'title', 'description', 'tags', 'editable', 'schemaVersion', 'time', 'templating', 'panels', 'refresh', 'links', 'annotations', 'timezone', 'graphTooltip'],
  properties: {
    uid: { type: 'string', pattern: '^[a-zA-Z0-9_-]{1,40}$' }, title: text, description: text, tags: { type: 'array', items: text, uniqueItems: true, minItems: 1 }, editable: { const: false }, graphTooltip: { enum: [0, 1, 2] },
    schemaVersion: { type: 'integer', minimum: 39, maximum: 42 }, refresh: { type: 'string', pattern: '^([3-9][0-9]s|[0-9]+m)$' }, timezone: { enum: ['utc', 'browser'] },
    time: { type: 'object', required: ['from', 'to'], properties: { from: { type: 'string', pattern: '^now-' }, to: { const: 'now' } }, additionalProperties: false },
    links: { type: 'array', items: { type: 'object', required: ['title', 'type'], properties: { type: { enum: ['dashboards', 'link'] } } } },
    annotations: { type: 'object', required: ['list'], properties: { list: { type: 'array' } } },
    templating: { type: 'object', required: ['list'], properties: { list: { type: 'array', minItems: 1, items: variable } } },
    panels: { type: 'array', minItems: 1, items: panel },
  },
  additionalProperties: false,
};
const valid = new Ajv({ allErrors: true, strictTypes: false, strictRequired: false }).compile(schema);

test.each(matrix)('dashboards on %s are what Grafana imports', (_, config) => {
  for (const dashboard of dashboards(groupsOf(config), config)) {
    valid(JSON.parse(JSON.stringify(dashboard)));
    expect(valid.errors).toBeNull();
  }
});

test('what Grafana would not draw is found', () => {
  const [[, config] = []] = matrix;
  if (config === undefined) throw new Error('the matrix is empty');
  const [first] = dashboards(groupsOf(config), config);
  const [drawn] = first?.panels ?? [];
  for (const broken of [{ ...first, uid: 'a b' }, { ...first, panels: [{ ...drawn, targets: [] }] }, { ...first, panels: [{ ...drawn, gridPos: { x: 0, y: 0, w: 25, h: 8 } }] }, { ...first, id: 7 }]) expect(valid(JSON.parse(JSON.stringify(broken)))).toBe(false);
});
