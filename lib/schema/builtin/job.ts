import type { CodeValidation } from '../answer';
import type { JsonObject } from '../../model/json';
import { dnsLabelProblem } from '../../model/names';
import { domainPrefixedPathProblem } from './grammars';
import { labelSelectorIn, labelsOf, selects } from './label-selector';
import { podFailurePolicy, successPolicy } from './job-policies';
import { child, choose, chooseGiven, flag, grammar, has, judge, missing, need, number, refuse, text, within, type Place } from './place';
import { podTemplate } from './pod-spec/pod-template';
import { scheduleProblem, timeZone } from './schedule';

/** Source: Kubernetes 1.36, batch/validation, ValidateJob. */
export const job: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = child(root, 'spec');
  if (spec === undefined) {
    if (!has(root, 'spec')) refuse(root, 'spec', 'required', '"spec" must be given');
    return;
  }
  const metadata = child(root, 'metadata');
  const name = metadata === undefined ? '' : text(metadata, 'name');
  selector(spec, name);
  jobSpec(spec);
  const completions = number(spec, 'completions') ?? 0;
  if (metadata !== undefined && name !== '' && text(spec, 'completionMode') === 'Indexed' && completions > 0) {
    const wrong = dnsLabelProblem(`${name}-${completions - 1}`);
    if (wrong !== undefined) refuse(metadata, 'name', 'invalid', `the last pod would be "${name}-${completions - 1}", which ${wrong}`);
  }
});

/** Unless told otherwise, the server makes selector and labels out of the uid: nobody else may. */
function selector(spec: Place, name: string): void {
  const given = child(spec, 'selector');
  const template = child(spec, 'template');
  const labels = template === undefined ? {} : labelsOf(template);
  if (given !== undefined) labelSelectorIn(given);
  if (flag(spec, 'manualSelector') === true) {
    if (given === undefined && !has(spec, 'selector')) need(spec, 'selector', 'must be given when "manualSelector" is true');
    if (given !== undefined && template !== undefined && selects(given, labels) === false) refuse(template, ['metadata', 'labels'], 'invalid', 'the labels of the template are not selected by "selector"');
    return;
  }
  const generated = { 'controller-uid': 'generated', 'batch.kubernetes.io/controller-uid': 'generated', 'job-name': name, 'batch.kubernetes.io/job-name': name };
  if (given !== undefined && selects(given, generated) === false) refuse(spec, 'selector', 'invalid', 'the selector of a Job is made by the server', 'remove "selector", or set "manualSelector: true"');
  for (const [key, value] of Object.entries(generated)) {
    if (template === undefined || labels[key] === undefined || name === '' || value === labels[key] && value === name) continue;
    refuse(template, ['metadata', 'labels', key], 'invalid', `"${labels[key] ?? ''}" must be left out, the server sets label "${key}" itself`);
  }
}

export function jobSpec(spec: Place): void {
  for (const key of ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished', 'backoffLimitPerIndex', 'maxFailedIndexes']) within(spec, key, 0);
  if (has(spec, 'maxFailedIndexes') && !has(spec, 'backoffLimitPerIndex')) need(spec, 'backoffLimitPerIndex', 'must be given beside "maxFailedIndexes"');
  if (has(spec, 'managedBy')) {
    if (missing(spec, 'managedBy')) refuse(spec, 'managedBy', 'format', '"managedBy" is empty');
    grammar(spec, 'managedBy', domainPrefixedPathProblem);
    if (text(spec, 'managedBy').length > 63) refuse(spec, 'managedBy', 'length', '"managedBy" may have at most 63 characters');
  }
  chooseGiven(spec, 'completionMode', ['NonIndexed', 'Indexed']);
  const indexed = text(spec, 'completionMode') === 'Indexed';
  if (indexed) indexes(spec);
  else if (text(spec, 'completionMode') === 'NonIndexed' || !has(spec, 'completionMode')) {
    for (const key of ['backoffLimitPerIndex', 'maxFailedIndexes']) if (has(spec, key)) refuse(spec, key, 'invalid', `"${key}" needs "completionMode: Indexed"`);
  }
  podFailurePolicy(spec);
  if (has(spec, 'successPolicy')) {
    if (indexed) successPolicy(spec);
    else refuse(spec, 'successPolicy', 'invalid', '"successPolicy" needs "completionMode: Indexed"');
  }
  chooseGiven(spec, 'podReplacementPolicy', has(spec, 'podFailurePolicy') ? ['Failed'] : ['Failed', 'TerminatingOrFailed']);
  const pod = podTemplate(spec);
  if (pod === undefined) return;
  const policy = text(pod, 'restartPolicy');
  if (missing(pod, 'restartPolicy') || policy === 'Always') refuse(pod, 'restartPolicy', 'required', '"restartPolicy" must be "OnFailure" or "Never" in a Job');
  else if (policy === 'OnFailure' && has(spec, 'podFailurePolicy')) refuse(pod, 'restartPolicy', 'invalid', '"OnFailure" must be "Never" beside a "podFailurePolicy"');
}

function indexes(spec: Place): void {
  const [completions, parallelism, failed] = ['completions', 'parallelism', 'maxFailedIndexes'].map(key => number(spec, key));
  if (!has(spec, 'completions')) need(spec, 'completions', 'must be given for "completionMode: Indexed"');
  if (parallelism !== undefined && parallelism > 100_000) refuse(spec, 'parallelism', 'range', `${parallelism} must be at most 100000 in an indexed Job`);
  if (completions !== undefined && failed !== undefined && failed > completions) refuse(spec, 'maxFailedIndexes', 'range', `${failed} must be at most "completions", ${completions}`);
  if (failed !== undefined && failed > 100_000) refuse(spec, 'maxFailedIndexes', 'range', `${failed} must be at most 100000`);
  if (completions === undefined || completions <= 100_000 || !has(spec, 'backoffLimitPerIndex')) return;
  if (!has(spec, 'maxFailedIndexes')) need(spec, 'maxFailedIndexes', 'must be given for more than 100000 completions');
  if (parallelism !== undefined && parallelism > 10_000) refuse(spec, 'parallelism', 'range', `${parallelism} must be at most 10000 for more than 100000 completions`);
  if (failed !== undefined && failed > 10_000) refuse(spec, 'maxFailedIndexes', 'range', `${failed} must be at most 10000 for more than 100000 completions`);
}

/** Source: Kubernetes 1.36, batch/validation, ValidateCronJobCreate. */
export const cronJob: CodeValidation = (object: JsonObject) => judge(object, root => {
  const metadata = child(root, 'metadata');
  const name = metadata === undefined ? '' : text(metadata, 'name');
  if (metadata !== undefined && name.length > 52) refuse(metadata, 'name', 'length', `"${name}" has ${name.length} characters, at most 52 are allowed: Jobs get 11 more`);
  const spec = child(root, 'spec');
  if (spec === undefined) {
    if (!has(root, 'spec')) refuse(root, 'spec', 'required', '"spec" must be given');
    return;
  }
  if (need(spec, 'schedule')) grammar(spec, 'schedule', scheduleProblem);
  timeZone(spec, 'timeZone');
  for (const key of ['startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit']) within(spec, key, 0);
  choose(spec, 'concurrencyPolicy', ['Allow', 'Forbid', 'Replace']);
  const template = child(spec, 'jobTemplate');
  const inner = template === undefined ? undefined : child(template, 'spec');
  if (inner === undefined) {
    if (template === undefined ? !has(spec, 'jobTemplate') : !has(template, 'spec')) refuse(spec, ['jobTemplate', 'spec', 'template', 'spec', 'containers'], 'required', '"containers" must be given');
    return;
  }
  jobSpec(inner);
  if (has(inner, 'selector')) refuse(inner, 'selector', 'invalid', 'the selector of a Job is made by the server', 'remove "selector"');
  if (flag(inner, 'manualSelector') === true) refuse(inner, 'manualSelector', 'enum', '"manualSelector" must not be true in a CronJob');
});
