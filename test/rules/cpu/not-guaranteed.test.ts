import { notGuaranteed } from '../../../lib/rules/cpu/not-guaranteed';
import { shop } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';
import { equal, pinned, proxied } from '../../support/pinned';

const off = { 'sidecar.istio.io/inject': 'false' };
const base = 'spec.template';

judges(notGuaranteed, [
  ['requests below limits', [pinned({ labels: off, resources: { requests: { cpu: '2', memory: '1Gi' }, limits: { cpu: '4', memory: '1Gi' } } })], [`error ${base}.spec.containers[0].resources`]],
  ['no limit of memory', [pinned({ labels: off, resources: { limits: { cpu: '4' } } })], [`error ${base}.spec.containers[0].resources`]],
  ['an init container without resources', [pinned({ labels: off, resources: equal, spec: { initContainers: [{ name: 'init' }] } })], [`error ${base}.spec.initContainers[0].resources`]],
  ['the injected proxy as it is by default', [shop, pinned({ resources: equal })], [`error ${base}.metadata.annotations`]],
  ['three of four annotations', [shop, pinned({ resources: equal, annotations: { ...proxied, 'sidecar.istio.io/proxyMemoryLimit': undefined } })], [`error ${base}.metadata.annotations`]],
  ['a pair that differs', [shop, pinned({ resources: equal, annotations: { ...proxied, 'sidecar.istio.io/proxyCPULimit': '2' } })], [`error ${base}.metadata.annotations`]],
  ['all four', [shop, pinned({ resources: equal, annotations: proxied })], []],
  ['limits alone: the server fills in requests', [pinned({ labels: off, resources: { limits: { cpu: '4', memory: '1Gi' } } })], []],
  ['one amount written in two ways', [pinned({ labels: off, resources: { requests: { cpu: '4000m', memory: '1024Mi' }, limits: { cpu: 4, memory: '1Gi' } } })], []],
  ['nobody says whether there is a proxy', [pinned({ resources: equal })], ['unknown']],
  ['nobody asked for CPUs of its own', [pinned({ labels: off, declared: false })], []],
  ['nodes that are declared to pin are asked for', [pinned({ labels: off, declared: false, spec: { nodeSelector: { pins: 'static' } } })], [`error ${base}.spec.containers[0].resources`], { pinningNodes: { pins: 'static' } }],
  ['by affinity', [pinned({ labels: off, declared: false, spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'pins', operator: 'In', values: ['static'] }] }] } } } } })], [`error ${base}.spec.containers[0].resources`], { pinningNodes: { pins: 'static' } }],
]);

test('the amounts are said', () => {
  expect(onlyFinding(notGuaranteed, [pinned({ labels: off, resources: { requests: { cpu: '2' }, limits: { cpu: '4' } } })]).message).toBe('container main of Deployment shop/app has cpu request 2 and limit 4 and no limit of memory: the pod is not Guaranteed, and none of its containers gets CPUs of its own');
});
