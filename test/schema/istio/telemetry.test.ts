import type { JsonObject } from '../../../lib/model/json';
import { object, refused, warned } from './rows';

const telemetry = (spec: JsonObject): JsonObject => object('telemetry.istio.io/v1', 'Telemetry', spec);
const tracing = (one: JsonObject): JsonObject => telemetry({ tracing: [one] });
const override = (one: JsonObject): JsonObject => telemetry({ metrics: [{ overrides: [one] }] });
const tag = 'spec.metrics[0].overrides[0].tagOverrides.a';

describe('Telemetry', () => {
  refused([
    ['a provider has a name', { accessLogging: [{ providers: [{ name: 'a' }] }] }, { accessLogging: [{ providers: [{}] }] }, 'spec.accessLogging[0].providers[0].name'],
    ['a filter is CEL', { accessLogging: [{ filter: { expression: 'response.code >= 400' } }] }, { accessLogging: [{ filter: { expression: 'response.code >=' } }] }, 'spec.accessLogging[0].filter.expression'],
    ['a filter is not empty', { accessLogging: [{}] }, { accessLogging: [{ filter: { expression: '' } }] }, 'spec.accessLogging[0].filter.expression'],
    ['an interval is a duration', { metrics: [{ reportingInterval: '5s' }] }, { metrics: [{ reportingInterval: '5' }] }, 'spec.metrics[0].reportingInterval'],
    ['it is attached once', { targetRefs: [{ kind: 'Service', name: 'a' }] }, { targetRefs: [{ kind: 'Service', name: 'a' }], selector: { matchLabels: { a: 'b' } } }, 'spec.targetRefs'],
  ], telemetry);
  refused([
    ['a share is at most all', { randomSamplingPercentage: 100 }, { randomSamplingPercentage: 100.1 }, 'spec.tracing[0].randomSamplingPercentage'],
    ['a tag has a name', { customTags: { a: {} } }, { customTags: { '': {} } }, 'spec.tracing[0].customTags[""]'],
    ['a literal has a value', { customTags: { a: { literal: { value: 'b' } } } }, { customTags: { a: { literal: {} } } }, 'spec.tracing[0].customTags.a.literal.value'],
    ['a header has a name', { customTags: { a: { header: { name: 'b' } } } }, { customTags: { a: { header: {} } } }, 'spec.tracing[0].customTags.a.header.name'],
    ['a variable has a name', { customTags: { a: { environment: { name: 'b' } } } }, { customTags: { a: { environment: { name: '' } } } }, 'spec.tracing[0].customTags.a.environment.name'],
  ], tracing);
  refused([
    ['what is set has a value', { tagOverrides: { a: { value: 'b' } } }, { tagOverrides: { a: { operation: 'UPSERT' } } }, `${tag}.value`],
    ['what is removed has none', { tagOverrides: { a: { operation: 'REMOVE' } } }, { tagOverrides: { a: { operation: 'REMOVE', value: 'b' } } }, `${tag}.value`],
    ['a metric has a name', { match: { customMetric: 'a' } }, { match: { customMetric: '' } }, 'spec.metrics[0].overrides[0].match.customMetric'],
  ], override);
  warned([
    ['tracing is said once', { tracing: [{}] }, { tracing: [{}, {}] }, 'spec.tracing'],
    ['spans go to one provider', { tracing: [{ providers: [{ name: 'a' }] }] }, { tracing: [{ providers: [{ name: 'a' }, { name: 'b' }] }] }, 'spec.tracing[0].providers'],
    ['a selector has labels', {}, { selector: {} }, 'spec.selector'],
    ['a tag of a metric has a name', {}, { metrics: [{ overrides: [{ tagOverrides: { '': { value: 'a' } } }] }] }, 'spec.metrics[0].overrides[0].tagOverrides[""]'],
  ], telemetry);
});
