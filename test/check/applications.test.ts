import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkFiles } from '../../lib/check/check-files';
import { inputFiles } from '../../lib/files/input';
import { loadSchemas } from '../../lib/files/schemas';
import { describe as called } from '../../lib/model/object';

const folder = join(__dirname, '../fixtures/applications');

interface Expected {
  readonly title: string;
  readonly objects: number;
  /** Findings that the default profile shows, each with the reason why it is right. @default - none */
  readonly findings?: readonly (readonly [rule: string, object: string, reason: string])[];
  /** What is left out, and how much of it. @default {} */
  readonly skipped?: Readonly<Record<string, number>>;
}

/** Applications as their authors write them. */
const applications: Readonly<Record<string, Expected>> = {
  'argo-tree': { title: 'bases, overlays and patches beside Application objects, with a Rollout and generated names', objects: 9, skipped: { 'kustomization files': 3, 'kustomize patches': 2 } },
  bookshop: { title: 'a mesh application with short hosts, no namespaces and old versions', objects: 20 },
  boutique: { title: 'a dozen services behind a default deny with open egress', objects: 52 },
  calico: { title: 'policies of Calico beside those of Kubernetes', objects: 9 },
  'cert-manager': { title: 'ACME, and Secrets that operators make', objects: 10 },
  'charts-and-ci': { title: 'a chart that is not rendered, CI and tools', objects: 1, skipped: { 'not Kubernetes objects': 8, 'Helm templates': 2 } },
  cilium: { title: 'policies of Cilium beside those of Kubernetes', objects: 9 },
  dump: { title: 'a dump of a live cluster, with status and owners', objects: 41 },
  'egress-gateway': {
    title: 'calls that leave through an egress gateway',
    objects: 6,
    findings: [['traffic/overridden-below', 'DestinationRule default/originate-tls-for-partner', 'the load balancer of the whole does not hold on the port that has settings of its own']],
  },
  'gateway-teams': { title: 'a Gateway that teams share', objects: 24 },
  kafka: { title: 'custom resources of an operator, and what selects its pods', objects: 10 },
  knative: { title: 'kinds of one name in several groups', objects: 9 },
  kustomize: { title: 'a base with nulls, overlays, patches, components and values', objects: 4, skipped: { 'kustomization files': 3, 'kustomize patches': 3, 'not Kubernetes objects': 1 } },
  'legacy-ingress': {
    title: 'what nobody has touched for years',
    objects: 6,
    findings: [
      ['api/removed-version', 'Ingress default/forgotten', 'extensions/v1beta1 is served by no release that is supported'],
      ['api/removed-version', 'PodDisruptionBudget default/app', 'policy/v1beta1 is served by no release that is supported'],
      ['expose/retired-controller', 'Ingress default/app', 'its class names the controller that is retired'],
    ],
  },
  'monitoring-stack': { title: 'a chart of an operator with its custom resources, webhooks and node agents, rendered', objects: 23 },
  operator: { title: 'an operator with webhooks, a conversion and a custom resource', objects: 13 },
};

test('every application has its line', () => {
  expect(Object.keys(applications)).toEqual(readdirSync(folder).sort());
});

describe('applications as people write them are quiet', () => {
  const before = process.cwd();
  beforeAll(() => { process.chdir(folder); });
  afterAll(() => { process.chdir(before); });

  test.each(Object.entries(applications))('%s', (name, { objects, findings = [], skipped = {} }) => {
    const report = checkFiles({ files: inputFiles([name]), loadSchemas, profile: 'default' });
    expect(report.findings.map(({ rule, object, message }) => `${rule}, ${object === undefined ? '' : called(object)}${findings.some(([expected]) => expected === rule) ? '' : `: ${message}`}`)).toEqual(findings.map(([rule, object]) => `${rule}, ${object}`));
    expect([report.objects, report.inputErrors, report.skipped]).toEqual([objects, [], skipped]);
  });
});
