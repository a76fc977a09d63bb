import { child, children, entries, has, type Place } from '../builtin/place';
import { celProblem } from '../cel/syntax';
import { anyDuration, attachment } from './fields';
import { amount, count, filled, refuse, warn, written } from './place';

/** Source: Istio 1.31, pkg/config/validation, ValidateTelemetry. */
export function telemetry(root: Place): void {
  const spec = child(root, 'spec');
  if (spec === undefined) return;
  attachment(spec);
  for (const one of children(spec, 'metrics')) metrics(one);
  if (count(spec, 'tracing') > 1) warn(spec, 'tracing', 'several entries are not supported: the first counts', 'merge them');
  for (const one of children(spec, 'tracing')) tracing(one);
  for (const one of children(spec, 'accessLogging')) {
    providers(one);
    const filter = child(one, 'filter');
    const expression = filter === undefined ? undefined : written(filter, 'expression');
    const wrong = expression === undefined ? undefined : celProblem(expression);
    if (filter !== undefined && wrong !== undefined) refuse(filter, 'expression', `${JSON.stringify(expression)} is no CEL: ${wrong}`);
  }
}

function providers(place: Place): void {
  for (const one of children(place, 'providers')) if (!filled(one, 'name')) refuse(one, 'name', '"name" must be given');
}

function tracing(place: Place): void {
  if (count(place, 'providers') > 1) warn(place, 'providers', 'several providers are not supported: the first counts', 'name one');
  providers(place);
  const share = amount(place, 'randomSamplingPercentage');
  if (share !== undefined && (share < 0 || share > 100)) refuse(place, 'randomSamplingPercentage', `${share} must be from 0 to 100`);
  const tags = child(place, 'customTags');
  for (const [name] of entries(place, 'customTags')) {
    const tag = tags === undefined ? undefined : child(tags, name);
    if (tag === undefined) continue;
    if (name === '') refuse(tag, [], 'a tag must have a name');
    for (const [kind, key] of [['literal', 'value'], ['header', 'name'], ['environment', 'name']] as const) {
      const of = child(tag, kind);
      if (of !== undefined && !filled(of, key)) refuse(of, key, `"${key}" must be given`);
    }
  }
}

function metrics(place: Place): void {
  anyDuration(place, 'reportingInterval');
  providers(place);
  for (const override of children(place, 'overrides')) {
    const tags = child(override, 'tagOverrides');
    for (const [name] of entries(override, 'tagOverrides')) {
      const tag = tags === undefined ? undefined : child(tags, name);
      if (tag === undefined) continue;
      if (name === '') warn(tag, [], 'a tag must have a name', 'name it');
      const operation = written(tag, 'operation') || 'UPSERT';
      if (operation === 'UPSERT' && !filled(tag, 'value')) refuse(tag, 'value', '"value" must be given for operation UPSERT');
      if (operation === 'REMOVE' && filled(tag, 'value')) refuse(tag, 'value', '"value" must not be given for operation REMOVE');
    }
    const match = child(override, 'match');
    if (match !== undefined && has(match, 'customMetric') && !filled(match, 'customMetric')) refuse(match, 'customMetric', 'the name of the metric is empty');
  }
}
