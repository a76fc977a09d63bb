import { App, Chart } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-34';
import { ownPodTemplates } from '../../../lib/compose/owners/pod-template';
import type { WorkloadSubject } from '../../../lib/intents/subjects';
import { Network } from '../../../lib/network/network';
import type { WorkloadSource } from '../../../lib/network/workload';
import type { PodTemplateShare } from '../../../lib/systems/contribution';
import { from, platform } from '../../support/contributions';
import { workload } from '../../support/shop';

const handle = (source: WorkloadSource, existing: boolean = false): WorkloadSubject => new Network(platform).workload(source, { existing });
const share = (subject: WorkloadSubject, labels: Readonly<Record<string, string>>): PodTemplateShare => ({ owner: 'pod-template', workload: subject, labels, without: 'it gets no proxy' });
const inject = { 'sidecar.istio.io/inject': 'true' };

test('a workload given as a manifest is written with the labels in its template, and with everything else as it was', () => {
  const manifest = workload('web');
  const { objects } = ownPodTemplates([from('p', share(handle(manifest), inject))]);
  expect(objects[0]?.manifest['spec']).toMatchObject({ template: { metadata: { labels: { app: 'web', ...inject } } }, selector: { matchLabels: { app: 'web' } } });
});

test('the template is where the kind has it', () => {
  const cronJob = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'report', namespace: 'shop' }, spec: { jobTemplate: { spec: { template: { metadata: { labels: { app: 'report' } } } } } } };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'one', namespace: 'shop', labels: { app: 'one' } }, spec: {} };
  const labelled = [cronJob, pod].map(source => ownPodTemplates([from('p', share(handle(source), inject))]).objects[0]?.manifest);
  expect(labelled[0]?.['spec']).toEqual({ jobTemplate: { spec: { template: { metadata: { labels: { app: 'report', ...inject } } } } } });
  expect(labelled[1]?.metadata.labels).toEqual({ app: 'one', ...inject });
});

test('a manifest without a namespace gets the one that it would have', () => {
  const manifest = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'one', labels: { app: 'one' } } };
  expect(ownPodTemplates([from('p', share(handle(manifest), {}), 'network')]).objects[0]?.manifest.metadata).toEqual({ name: 'one', namespace: 'default', labels: { app: 'one' } });
});

test('labels of several patterns meet', () => {
  const subject = handle(workload('web'));
  const { objects, findings } = ownPodTemplates([from('a', share(subject, inject), 'mutual-tls'), from('b', share(subject, { version: 'v1' }), 'canary')]);
  expect(findings).toEqual([]);
  expect(objects[0]?.manifest['spec']).toMatchObject({ template: { metadata: { labels: { app: 'web', version: 'v1', ...inject } } } });
});

test('a label that the template has with another value is a conflict with the template', () => {
  const subject = handle(workload('web', { labels: { app: 'web', 'sidecar.istio.io/inject': 'false' } }));
  expect(ownPodTemplates([from('shop/mtls', share(subject, inject), 'mutual-tls')]).findings).toEqual([
    expect.objectContaining({
      path: ['spec', 'template', 'metadata', 'labels', 'sidecar.istio.io/inject'],
      message: 'patterns disagree about spec.template.metadata.labels.sidecar.istio.io/inject of Deployment shop/web: network at the template of web wants "false", mutual-tls at shop/mtls wants "true"',
    }),
  ]);
});

test('a construct gets its labels through its own interface: it is no object here, but a change to make', () => {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  const subject = handle(new Deployment(chart, 'web', { podMetadata: { labels: { version: 'v1' } }, containers: [{ image: 'registry.example/web:1' }] }));
  const { objects, templates, findings } = ownPodTemplates([from('a', share(subject, inject)), from('b', share(subject, { version: 'v1' }))]);
  expect([objects, findings]).toEqual([[], []]);
  expect(templates?.map(({ workload: changed, labels }) => [changed, labels])).toEqual([[subject, inject]]);
});

describe('a template written elsewhere', () => {
  const elsewhere = { existing: true, name: 'web', namespace: { name: 'shop' }, labels: { app: 'web' } } as const;

  test('is not touched: an error says what it lacks, what for, and the command that puts it there', () => {
    const { objects, findings } = ownPodTemplates([from('shop/mtls', share(handle(elsewhere), inject), 'mutual-tls')]);
    expect(objects).toEqual([]);
    expect(findings).toEqual([
      expect.objectContaining({
        rule: 'platform/template-elsewhere',
        severity: 'error',
        constructs: ['shop/mtls'],
        message: 'pods of Deployment shop/web need label sidecar.istio.io/inject=true, and the template is written elsewhere: without it it gets no proxy',
      }),
    ]);
    expect(findings[0]?.help).toContain(`kubectl patch deployment web -n shop --patch '{"spec":{"template":{"metadata":{"labels":{"sidecar.istio.io/inject":"true"}}}}}'`);
  });

  test('is fine when it has the labels already', () => {
    expect(ownPodTemplates([from('p', share(handle({ ...elsewhere, labels: { app: 'web', ...inject } }), inject))])).toEqual({ objects: [], templates: [], findings: [] });
  });

  test('may be a manifest that somebody else applies', () => {
    expect(ownPodTemplates([from('p', share(handle(workload('web'), true), inject))]).findings.map(({ rule }) => rule)).toEqual(['platform/template-elsewhere']);
  });
});
