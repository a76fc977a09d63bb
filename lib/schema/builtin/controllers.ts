import type { JsonObject } from '../../model/json';
import type { CodeValidation } from '../answer';
import { claimSpec } from './claim-spec';
import { countOrPercent, isZero } from './int-or-percent';
import { isEmptySelector, labelSelectorIn, labelsOf, selects } from './label-selector';
import { child, children, choose, entries, grammar, has, judge, need, number, refuse, size, text, within, type Place } from './place';
import { podTemplate } from './pod-spec/pod-template';
import type { PodPlace } from './pod-spec/pod-spec';
import { dnsLabelProblem } from '../../model/names';

// Controllers that keep pods running. Source: Kubernetes 1.36, pkg/apis/apps/validation.

function specOf(root: Place, check: (spec: Place) => void): void {
  const spec = child(root, 'spec');
  if (spec !== undefined) check(spec);
  else if (!has(root, 'spec')) refuse(root, 'spec', 'required', '"spec" must be given');
}

/** Pods that are kept running restart always, and have no deadline. */
function keptRunning(pod: Place | undefined): void {
  if (pod === undefined) return;
  const policy = text(pod, 'restartPolicy');
  if (policy !== '' && policy !== 'Always') refuse(pod, 'restartPolicy', 'enum', `"${policy}" must be "Always" in the template of a controller`);
  if (has(pod, 'activeDeadlineSeconds')) refuse(pod, 'activeDeadlineSeconds', 'forbidden', '"activeDeadlineSeconds" must not be given in the template of a controller');
}

/** A selector that selects what the template makes, and not everything. */
function selectedTemplate(spec: Place, where: Omit<PodPlace, 'isPod' | 'podName'> = {}): void {
  const selector = child(spec, 'selector');
  if (selector === undefined) {
    if (!has(spec, 'selector')) refuse(spec, 'selector', 'required', '"selector" must be given');
  } else {
    labelSelectorIn(selector);
    const template = child(spec, 'template');
    if (isEmptySelector(selector)) refuse(spec, 'selector', 'invalid', 'the selector is empty', 'select the labels of the template');
    else if (template !== undefined && selects(selector, labelsOf(template)) === false) refuse(template, ['metadata', 'labels'], 'invalid', 'the labels of the template are not selected by "selector"', 'give the template the labels of the selector');
  }
  keptRunning(podTemplate(spec, 'template', where));
}

export const deployment: CodeValidation = (object: JsonObject) => judge(object, root => {
  specOf(root, spec => {
    within(spec, 'replicas', 0);
    within(spec, 'minReadySeconds', 0);
    within(spec, 'revisionHistoryLimit', 0);
    within(spec, 'progressDeadlineSeconds', 0);
    const deadline = has(spec, 'progressDeadlineSeconds') ? number(spec, 'progressDeadlineSeconds') : 600;
    const ready = number(spec, 'minReadySeconds') ?? 0;
    if (deadline !== undefined && deadline <= ready) refuse(spec, 'progressDeadlineSeconds', 'invalid', `${deadline} must be more than "minReadySeconds", ${ready}`);
    selectedTemplate(spec);
    const strategy = child(spec, 'strategy');
    if (strategy === undefined) return;
    choose(strategy, 'type', ['Recreate', 'RollingUpdate']);
    const rolling = child(strategy, 'rollingUpdate');
    if (text(strategy, 'type') === 'Recreate') {
      if (has(strategy, 'rollingUpdate')) refuse(strategy, 'rollingUpdate', 'forbidden', '"rollingUpdate" must not be given for strategy "Recreate"');
    } else if (rolling !== undefined) {
      countOrPercent(rolling, 'maxUnavailable', true);
      countOrPercent(rolling, 'maxSurge');
      if (isZero(rolling, 'maxUnavailable', '25%') && isZero(rolling, 'maxSurge', '25%')) refuse(rolling, 'maxUnavailable', 'invalid', '"maxUnavailable" and "maxSurge" must not both be 0');
    }
  });
});

export const replicaSet: CodeValidation = (object: JsonObject) => judge(object, root => {
  specOf(root, spec => {
    within(spec, 'replicas', 0);
    within(spec, 'minReadySeconds', 0);
    selectedTemplate(spec);
  });
});

export const statefulSet: CodeValidation = (object: JsonObject) => judge(object, root => {
  specOf(root, spec => {
    choose(spec, 'podManagementPolicy', ['OrderedReady', 'Parallel']);
    const update = child(spec, 'updateStrategy');
    if (update !== undefined) {
      choose(update, 'type', ['RollingUpdate', 'OnDelete']);
      const rolling = child(update, 'rollingUpdate');
      if (text(update, 'type') === 'OnDelete') {
        if (has(update, 'rollingUpdate')) refuse(update, 'rollingUpdate', 'invalid', '"rollingUpdate" must not be given for strategy "OnDelete"');
      } else if (rolling !== undefined) within(rolling, 'partition', 0);
    }
    const retention = child(spec, 'persistentVolumeClaimRetentionPolicy');
    if (retention !== undefined) for (const key of ['whenDeleted', 'whenScaled']) choose(retention, key, ['Retain', 'Delete']);
    within(spec, 'replicas', 0);
    within(spec, 'minReadySeconds', 0);
    const ordinals = child(spec, 'ordinals');
    if (ordinals !== undefined) within(ordinals, 'start', 0);
    grammar(spec, 'serviceName', dnsLabelProblem);
    const claims: string[] = [];
    for (const claim of children(spec, 'volumeClaimTemplates')) {
      const wanted = child(claim, 'spec');
      if (wanted !== undefined) claimSpec(wanted);
      else if (!has(claim, 'spec')) refuse(claim, ['spec', 'accessModes'], 'required', 'at least one access mode must be given');
      const metadata = child(claim, 'metadata');
      // The claim becomes a volume of its name in every pod.
      if (metadata === undefined) {
        if (!has(claim, 'metadata')) refuse(claim, ['metadata', 'name'], 'required', '"name" must be given');
      } else if (need(metadata, 'name')) {
        grammar(metadata, 'name', dnsLabelProblem);
        claims.push(text(metadata, 'name'));
      }
    }
    selectedTemplate(spec, { claims, namedByController: true });
  });
});

export const daemonSet: CodeValidation = (object: JsonObject) => judge(object, root => {
  specOf(root, spec => {
    selectedTemplate(spec);
    within(spec, 'minReadySeconds', 0);
    within(spec, 'revisionHistoryLimit', 0);
    const update = child(spec, 'updateStrategy');
    if (update === undefined) return;
    choose(update, 'type', ['RollingUpdate', 'OnDelete']);
    const rolling = child(update, 'rollingUpdate');
    if (rolling === undefined || text(update, 'type') === 'OnDelete') return;
    countOrPercent(rolling, 'maxUnavailable', true);
    countOrPercent(rolling, 'maxSurge', true);
    const [unavailable, surge] = [isZero(rolling, 'maxUnavailable', 1), isZero(rolling, 'maxSurge', 0)];
    if (unavailable && surge) refuse(rolling, 'maxUnavailable', 'required', '"maxUnavailable" and "maxSurge" must not both be 0');
    if (!unavailable && !surge) refuse(rolling, 'maxSurge', 'invalid', '"maxSurge" must not be given while "maxUnavailable" is not 0', 'set "maxUnavailable: 0"');
  });
});

/** A template that nothing keeps running. Source: core/validation. */
export const storedTemplate: CodeValidation = (object: JsonObject) => judge(object, root => { podTemplate(root); });

/** What a controller remembers of an earlier template. */
export const controllerRevision: CodeValidation = (object: JsonObject) => judge(object, root => {
  within(root, 'revision', 0);
  if (child(root, 'data') === undefined) refuse(root, 'data', 'required', '"data" must be given, as a map');
});

/** Its selector is a plain map, and is the labels of the template where it is left out. Source: core/validation. */
export const replicationController: CodeValidation = (object: JsonObject) => judge(object, root => {
  specOf(root, spec => {
    within(spec, 'replicas', 0);
    within(spec, 'minReadySeconds', 0);
    const template = child(spec, 'template');
    const labels = template === undefined ? {} : labelsOf(template);
    if (size(spec, 'selector') === 0) {
      if (Object.keys(labels).length === 0) refuse(spec, 'selector', 'required', '"selector" must be given');
    } else if (template !== undefined && entries(spec, 'selector').some(([key, value]) => labels[key] !== (value ?? ''))) {
      refuse(template, ['metadata', 'labels'], 'invalid', 'the labels of the template are not selected by "selector"', 'give the template the labels of the selector');
    }
    keptRunning(podTemplate(spec));
  });
});
