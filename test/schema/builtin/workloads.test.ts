import { rules } from './rows';
import type { JsonObject } from '../../../lib/model/json';

const labels = { app: 'web' };
const pod = { containers: [{ name: 'web', image: 'web' }] };
const template = { metadata: { labels }, spec: pod };
const of = (apiVersion: string, kind: string) => (spec: JsonObject): JsonObject => ({ apiVersion, kind, metadata: { name: 'web' }, spec });
const apps = (kind: string) => (spec: JsonObject): JsonObject => of('apps/v1', kind)({ selector: { matchLabels: labels }, template, ...spec });

describe('Deployment', () => {
  rules([
    ['the selector selects the template', {}, { selector: { matchLabels: { app: 'api' } } }, 'spec.template.metadata.labels'],
    ['the selector is not empty', {}, { selector: {} }, 'spec.selector'],
    ['it recreates or rolls', { strategy: { type: 'Recreate' } }, { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } }, 'spec.strategy.rollingUpdate'],
    ['something may be missing or more', { strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } }, { strategy: { rollingUpdate: { maxSurge: '0%', maxUnavailable: 0 } } }, 'spec.strategy.rollingUpdate.maxUnavailable'],
    ['no more than all are missing', { strategy: { rollingUpdate: { maxUnavailable: '100%' } } }, { strategy: { rollingUpdate: { maxUnavailable: '101%' } } }, 'spec.strategy.rollingUpdate.maxUnavailable'],
    ['it is ready before its deadline', { minReadySeconds: 599 }, { minReadySeconds: 600 }, 'spec.progressDeadlineSeconds'],
    ['its pods restart', {}, { template: { ...template, spec: { ...pod, restartPolicy: 'Never' } } }, 'spec.template.spec.restartPolicy'],
    ['replicas are counted', { replicas: 0 }, { replicas: -1 }, 'spec.replicas'],
    ['labels of the template are labels', {}, { template: { ...template, metadata: { labels: { ...labels, note: 'a b' } } } }, 'spec.template.metadata.labels.note'],
    ['an image with blanks passes in a template', { template: { ...template, spec: { containers: [{ name: 'web', image: ' ' }] } } }, { template: { ...template, spec: { containers: [{ name: 'web' }] } } }, 'spec.template.spec.containers[0].image'],
  ], apps('Deployment'));
});

describe('StatefulSet', () => {
  const claim = { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };
  const mounting = { ...template, spec: { containers: [{ name: 'web', image: 'web', volumeMounts: [{ name: 'data', mountPath: '/data' }] }] } };
  rules([
    ['claims are volumes of the pods', { volumeClaimTemplates: [claim], template: mounting }, { template: mounting }, 'spec.template.spec.containers[0].volumeMounts[0].name'],
    ['a claim has a size', { volumeClaimTemplates: [claim] }, { volumeClaimTemplates: [{ ...claim, spec: { accessModes: ['ReadWriteOnce'] } }] }, 'spec.volumeClaimTemplates[0].spec.resources.requests.storage'],
    ['its service is a label', { serviceName: 'web' }, { serviceName: 'web.shop' }, 'spec.serviceName'],
    ['it rolls or waits', { updateStrategy: { type: 'OnDelete' } }, { updateStrategy: { type: 'OnDelete', rollingUpdate: { partition: 1 } } }, 'spec.updateStrategy.rollingUpdate'],
  ], apps('StatefulSet'));
});

describe('DaemonSet', () => {
  const rolling = (fields: JsonObject): JsonObject => ({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: fields } });
  rules([
    ['one of two is not 0', rolling({ maxUnavailable: 0, maxSurge: 1 }), rolling({ maxUnavailable: 0 }), 'spec.updateStrategy.rollingUpdate.maxUnavailable'],
    ['one of two is 0', rolling({ maxUnavailable: '10%' }), rolling({ maxSurge: 1 }), 'spec.updateStrategy.rollingUpdate.maxSurge'],
  ], apps('DaemonSet'));
});

const finite = { ...pod, restartPolicy: 'Never' };
const indexed = { completionMode: 'Indexed', completions: 3 };

describe('Job', () => {
  rules([
    ['its pods end', {}, { template: { spec: pod } }, 'spec.template.spec.restartPolicy'],
    ['its selector is made for it', {}, { selector: { matchLabels: labels } }, 'spec.selector'],
    ['an indexed Job says how many', indexed, { completionMode: 'Indexed' }, 'spec.completions'],
    ['limits per index need indexes', { ...indexed, backoffLimitPerIndex: 1 }, { backoffLimitPerIndex: 1 }, 'spec.backoffLimitPerIndex'],
    ['a failure policy is for pods that never restart', { podFailurePolicy: { rules: [] } }, { podFailurePolicy: { rules: [] }, template: { spec: { ...pod, restartPolicy: 'OnFailure' } } }, 'spec.template.spec.restartPolicy'],
    ['exit codes ascend', { podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [1, 2] } }] } }, { podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [2, 1] } }] } }, 'spec.podFailurePolicy.rules[0].onExitCodes.values'],
    ['indexes of success are below completions', { ...indexed, successPolicy: { rules: [{ succeededIndexes: '0-2' }] } }, { ...indexed, successPolicy: { rules: [{ succeededIndexes: '0-3' }] } }, 'spec.successPolicy.rules[0].succeededIndexes'],
  ], spec => of('batch/v1', 'Job')({ template: { spec: finite }, ...spec }));
});

describe('CronJob', () => {
  rules([
    ['a schedule has five fields', { schedule: '*/5 0-6 1,15 jan-mar mon' }, { schedule: '* * * * * *' }, 'spec.schedule'],
    ['Sunday is 0 and not 7', { schedule: '0 0 * * 0' }, { schedule: '0 0 * * 7' }, 'spec.schedule'],
    ['a range goes forward', { schedule: '0-10/2 * * * *' }, { schedule: '10-0 * * * *' }, 'spec.schedule'],
    ['words are known', { schedule: '@every 1h30m' }, { schedule: '@fortnightly' }, 'spec.schedule'],
    ['the time zone has a field of its own', { timeZone: 'Europe/Berlin' }, { schedule: 'TZ=Europe/Berlin 0 0 * * *' }, 'spec.schedule'],
    ['the time zone exists', { timeZone: 'Etc/UTC' }, { timeZone: 'Europe/Atlantis' }, 'spec.timeZone'],
  ], spec => of('batch/v1', 'CronJob')({ schedule: '@daily', jobTemplate: { spec: { template: { spec: finite } } }, ...spec }));
});
