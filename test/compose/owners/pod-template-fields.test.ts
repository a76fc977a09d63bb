import { App, ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-34';
import { ownPodTemplates } from '../../../lib/compose/owners/pod-template';
import type { WorkloadSubject } from '../../../lib/intents/subjects';
import type { JsonObject } from '../../../lib/model/json';
import { Network } from '../../../lib/network/network';
import type { WorkloadSource } from '../../../lib/network/workload';
import type { PodTemplateShare } from '../../../lib/systems/contribution';
import { from, platform } from '../../support/contributions';
import { workload } from '../../support/shop';

const handle = (source: WorkloadSource, existing: boolean = false): WorkloadSubject => new Network(platform).workload(source, { existing });
const share = (subject: WorkloadSubject, spec: JsonObject, annotations: Readonly<Record<string, string>> = {}): PodTemplateShare => ({
  owner: 'pod-template', workload: subject, labels: {}, annotations, spec, without: 'it is not what it says',
});
const cpu = (limits: JsonObject): JsonObject => ({ containers: [{ name: 'main', resources: { limits } }] });

test('annotations and fields of several patterns meet; containers are found by name and keep what they have', () => {
  const subject = handle(workload('web'));
  const { objects, findings } = ownPodTemplates([
    from('a', share(subject, { hostNetwork: true, containers: [{ name: 'main', ports: [{ containerPort: 8080, hostPort: 8080 }] }] }, { first: 'a' })),
    from('b', share(subject, cpu({ cpu: '2' }), { second: 'b' })),
  ]);
  expect(findings).toEqual([]);
  expect(objects[0]?.manifest['spec']).toMatchObject({
    template: {
      metadata: { labels: { app: 'web' }, annotations: { first: 'a', second: 'b' } },
      spec: {
        hostNetwork: true,
        containers: [{ name: 'main', image: 'registry.example/web:1.0.0', ports: [{ name: 'http', containerPort: 8080, hostPort: 8080 }], resources: { limits: { cpu: '2' } } }],
      },
    },
  });
});

test('a field that two patterns want otherwise is a conflict that names both', () => {
  const subject = handle(workload('web'));
  const { findings } = ownPodTemplates([from('shop/a', share(subject, cpu({ cpu: '2' })), 'canary'), from('shop/b', share(subject, cpu({ cpu: '4' })), 'mutual-tls')]);
  expect(findings.map(({ message }) => message)).toEqual([
    'patterns disagree about spec.template.spec.containers.main.resources.limits.cpu of Deployment shop/web: canary at shop/a wants "2", mutual-tls at shop/b wants "4"',
  ]);
});

test('a field that the template has otherwise is a conflict with the template', () => {
  const subject = handle({ ...workload('web'), spec: { template: { metadata: { labels: { app: 'web' } }, spec: { dnsPolicy: 'Default' } } } });
  const { findings } = ownPodTemplates([from('shop/a', share(subject, { dnsPolicy: 'None' }), 'canary')]);
  expect(findings.map(({ message }) => message)).toEqual([
    'patterns disagree about spec.template.spec.dnsPolicy of Deployment shop/web: network at the template of web wants "Default", canary at shop/a wants "None"',
  ]);
});

test('tolerations are added to those that are there', () => {
  const own = { key: 'own', operator: 'Exists' };
  const subject = handle({ ...workload('web'), spec: { template: { metadata: { labels: { app: 'web' } }, spec: { tolerations: [own] } } } });
  const added = { key: 'dedicated', value: 'pinned', effect: 'NoSchedule' };
  expect(ownPodTemplates([from('a', share(subject, { tolerations: [added] }))]).objects[0]?.manifest['spec']).toMatchObject({ template: { spec: { tolerations: [own, added] } } });
});

describe('a construct', () => {
  const built = (): { readonly chart: Chart; readonly deployment: Deployment } => {
    const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
    return { chart, deployment: new Deployment(chart, 'web', { containers: [{ name: 'main', image: 'registry.example/web:1', port: 8080 }] }) };
  };

  test('gets annotations through its own interface', () => {
    const { deployment } = built();
    const { templates, findings } = ownPodTemplates([from('a', share(handle(deployment), {}, { note: 'x' }))]);
    expect(findings).toEqual([]);
    expect(templates?.map(({ annotations }) => annotations)).toEqual([{ note: 'x' }]);
  });

  test('is told the patch for fields of its pods, and the patch is enough', () => {
    const { chart, deployment } = built();
    const spec = { priorityClassName: 'high', containers: [{ name: 'main', ports: [{ containerPort: 8080, hostPort: 8080 }] }] };
    const judged = (): readonly { readonly message: string; readonly help: string }[] => ownPodTemplates([from('shop/a', share(handle(deployment), spec))]).findings;
    expect(judged().map(({ message, help }) => [message, help])).toEqual([
      [
        `pods of Deployment shop/${deployment.name} need fields containers, priorityClassName of the pod, and a construct writes the template: without it it is not what it says`,
        `set it on the construct, or call: ApiObject.of(${deployment.name}).addJsonPatch(JsonPatch.add('/spec/template/spec/containers/0/ports/0/hostPort', 8080), JsonPatch.add('/spec/template/spec/priorityClassName', "high"))`,
      ],
    ]);
    ApiObject.of(deployment).addJsonPatch(JsonPatch.add('/spec/template/spec/containers/0/ports/0/hostPort', 8080), JsonPatch.add('/spec/template/spec/priorityClassName', 'high'));
    expect(judged()).toEqual([]);
    expect(Testing.synth(chart)).toHaveLength(1);
  });

  test('that writes a field itself, as cdk8s-plus does hostNetwork, is a conflict', () => {
    const { deployment } = built();
    expect(ownPodTemplates([from('shop/a', share(handle(deployment), { hostNetwork: true }))]).findings.map(({ rule }) => rule)).toEqual(['api/owner-conflict']);
  });
});

test('a template written elsewhere is judged by its manifest, and the patch of kubectl names only what it lacks', () => {
  const spec = { hostNetwork: true, containers: [{ name: 'main', ports: [{ containerPort: 8080, hostPort: 8080 }] }] };
  const [finding, second] = ownPodTemplates([from('shop/a', share(handle(workload('web'), true), spec, { note: 'x' }))]).findings;
  expect(second).toBeUndefined();
  expect(finding?.message).toBe('pods of Deployment shop/web need annotation note=x and fields containers, hostNetwork of the pod, and the template is written elsewhere: without it it is not what it says');
  expect(finding?.help).toContain(
    `--patch '{"spec":{"template":{"metadata":{"annotations":{"note":"x"}},"spec":{"containers":[{"name":"main","ports":[{"name":"http","containerPort":8080,"hostPort":8080}]}],"hostNetwork":true}}}}', and declare the workload to this network by its whole manifest`,
  );
});
