import type { JsonObject } from '../../model/json';
import { dnsLabelProblem } from '../../model/names';
import type { CodeValidation } from '../answer';
import { pathSegmentProblem } from './grammars';
import { child, children, choose, chooseGiven, grammar, has, judge, missing, need, number, refuse, size, text, within, type Place } from './place';
import { containerResourceName, readAmount } from './quantities';

/** Versions v1 and v2. Source: Kubernetes 1.36, autoscaling/validation. */
export const horizontalPodAutoscaler: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = child(root, 'spec');
  if (spec === undefined) {
    if (!has(root, 'spec')) refuse(root, ['spec', 'maxReplicas'], 'required', '"maxReplicas" must be given');
    return;
  }
  const [least, most] = [has(spec, 'minReplicas') ? number(spec, 'minReplicas') : 1, number(spec, 'maxReplicas')];
  within(spec, 'minReplicas', 1);
  if (!has(spec, 'maxReplicas') || most === 0) refuse(spec, 'maxReplicas', 'required', '"maxReplicas" must be given and more than 0');
  else if (most !== undefined && most < 0) refuse(spec, 'maxReplicas', 'range', `${most} must be 1 or more`);
  else if (most !== undefined && least !== undefined && most < least) refuse(spec, 'maxReplicas', 'invalid', `${most} must be ${least}, the "minReplicas", or more`);
  const target = child(spec, 'scaleTargetRef');
  if (target === undefined) {
    if (!has(spec, 'scaleTargetRef')) refuse(spec, 'scaleTargetRef', 'required', '"scaleTargetRef" must be given');
  } else reference(target, true);
  if (text(root, 'apiVersion') === 'autoscaling/v1') {
    within(spec, 'targetCPUUtilizationPercentage', 1);
    return;
  }
  for (const metric of children(spec, 'metrics')) metricSource(metric);
  const behavior = child(spec, 'behavior');
  if (behavior === undefined) return;
  for (const key of ['scaleUp', 'scaleDown']) {
    const rules = child(behavior, key);
    if (rules !== undefined) scaling(rules);
  }
});

function reference(place: Place, withGroup: boolean): void {
  for (const key of ['kind', 'name']) if (need(place, key)) grammar(place, key, pathSegmentProblem);
  const version = text(place, 'apiVersion');
  if (version.split('/').length > 2) refuse(place, 'apiVersion', 'invalid', `"${version}" must be a group and a version, such as "apps/v1"`);
  // A ReplicationController, which has no group, is the one exception that the server makes.
  else if (withGroup && !version.includes('/') && text(place, 'kind') !== 'ReplicationController' && (version !== '' || missing(place, 'apiVersion'))) {
    refuse(place, 'apiVersion', 'invalid', `"${version}" must be a group and a version, such as "apps/v1"`);
  }
}

/** At most half an hour per policy and an hour of waiting. */
function scaling(rules: Place): void {
  within(rules, 'stabilizationWindowSeconds', 0, 3600);
  chooseGiven(rules, 'selectPolicy', ['Max', 'Min', 'Disabled']);
  // Left out, the server fills in policies of its own.
  if (has(rules, 'policies') && size(rules, 'policies') === 0) refuse(rules, 'policies', 'required', 'at least one policy must be given');
  for (const policy of children(rules, 'policies')) {
    if (need(policy, 'type')) choose(policy, 'type', ['Pods', 'Percent']);
    for (const [key, most] of [['value', Infinity], ['periodSeconds', 1800]] as const) {
      if (!has(policy, key)) refuse(policy, key, 'range', `"${key}" must be given and more than 0`);
      within(policy, key, 1, most);
    }
  }
  const tolerance = readAmount(rules, 'tolerance', rules.value['tolerance']);
  if (tolerance !== undefined && tolerance < 0n) refuse(rules, 'tolerance', 'range', '"tolerance" must be 0 or more');
}

const fieldOf: Readonly<Record<string, string>> = { Object: 'object', Pods: 'pods', Resource: 'resource', External: 'external', ContainerResource: 'containerResource' };

function metricSource(metric: Place): void {
  if (need(metric, 'type')) choose(metric, 'type', Object.keys(fieldOf));
  const wanted = fieldOf[text(metric, 'type')];
  const given = ['object', 'external', 'pods', 'resource', 'containerResource'].filter(key => has(metric, key));
  if (wanted !== undefined && !given.includes(wanted)) refuse(metric, wanted, 'required', `"${wanted}" must be given for type "${text(metric, 'type')}"`);
  if (given.length > 1) for (const key of given) if (key !== wanted) refuse(metric, key, 'forbidden', `"${key}" must not be given for type "${text(metric, 'type')}"`);
  const [first] = given;
  const source = first === undefined ? undefined : child(metric, first);
  if (first === undefined || source === undefined) return;
  if (first === 'object') {
    const described = child(source, 'describedObject');
    if (described !== undefined) reference(described, false);
    else need(source, 'describedObject');
  }
  if (first === 'resource' || first === 'containerResource') {
    if (need(source, 'name') && first === 'containerResource' && text(source, 'name') !== '') containerResourceName(source, ['name'], text(source, 'name'));
    if (first === 'containerResource' && need(source, 'container')) grammar(source, 'container', dnsLabelProblem);
  } else {
    const named = child(source, 'metric');
    if (named === undefined) need(source, 'metric');
    else if (need(named, 'name')) grammar(named, 'name', pathSegmentProblem);
  }
  const target = child(source, 'target');
  if (target === undefined) need(source, 'target');
  else metricTarget(target, first);
}

function metricTarget(target: Place, source: string): void {
  if (need(target, 'type')) choose(target, 'type', ['Utilization', 'Value', 'AverageValue']);
  for (const key of ['value', 'averageValue']) {
    const amount = readAmount(target, key, target.value[key]);
    if (amount !== undefined && amount <= 0n) refuse(target, key, 'range', `"${String(target.value[key])}" must be more than 0`);
  }
  within(target, 'averageUtilization', 1);
  const [value, average, utilization] = ['value', 'averageValue', 'averageUtilization'].map(key => has(target, key));
  if (source === 'pods') {
    if (average !== true) refuse(target, 'averageValue', 'required', '"averageValue" must be given');
  } else if (source === 'resource' || source === 'containerResource') {
    if (utilization !== true && average !== true) refuse(target, 'averageUtilization', 'required', 'one of "averageUtilization", "averageValue" must be given');
    if (utilization === true && average === true) refuse(target, 'averageValue', 'forbidden', 'only one of "averageUtilization", "averageValue" may be given');
  } else {
    if (value !== true && average !== true) refuse(target, 'averageValue', 'required', 'one of "value", "averageValue" must be given');
    if (source === 'external' && value === true && average === true) refuse(target, 'value', 'forbidden', 'only one of "value", "averageValue" may be given');
  }
}
