import { pinnedCpu } from '../../../lib/patterns/pinned-cpu/pinned-cpu';
import type { JsonObject } from '../../../lib/model/json';
import { istioShop } from '../../support/shop';

const nodes = { label: 'shop.example/cpus', value: 'pinned', reservedCpus: '0,32' };

function calling(rest: JsonObject, pod: JsonObject = {}): () => unknown {
  const { net } = istioShop();
  const spec = { containers: [{ name: 'main' }], ...pod };
  const workload = net.workload({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'engine', namespace: 'shop' }, spec: { template: { metadata: { labels: { app: 'engine' } }, spec } } });
  return () => pinnedCpu({ network: net, workload, cpus: 4, memory: '8Gi', nodes, ...rest });
}
const two = { containers: [{ name: 'main' }, { name: 'log' }] };
const log = (resources: JsonObject): JsonObject => ({ containers: [{ name: 'main' }, { name: 'log', resources }] });

describe('pinned CPUs are refused at the call, with what was seen and what to do,', () => {
  test.each([
    ['without a workload', calling({ workload: undefined }), 'pinned-cpu: no workload given; pass a handle, from net.workload(…)'],
    ['without nodes', calling({ nodes: undefined }), 'pinned-cpu: no nodes given; say which nodes pin: { label, value, reservedCpus }'],
    ['for a part of a CPU', calling({ cpus: 1.5 }), 'pinned-cpu: Deployment shop/engine: cpus is 1.5; only whole CPUs are exclusive; use a whole number such as 4'],
    ['for no CPU', calling({ cpus: 0 }), 'pinned-cpu: Deployment shop/engine: cpus is 0; only whole CPUs are exclusive; use a whole number such as 4'],
    ['for half a core', calling({ cpus: 3 }), 'pinned-cpu: Deployment shop/engine: cpus is 3, which is no number of whole cores of 2 threads: the kubelet would fail the pod with SMTAlignmentError; use 4, or nodes with threadsPerCore: 1'],
    ['for memory that is no amount', calling({ memory: '8 GB' }), 'pinned-cpu: Deployment shop/engine: memory of container main is "8 GB", which is no amount; give a quantity such as "512Mi"'],
    ['for memory of nothing', calling({ memory: '0' }), 'pinned-cpu: Deployment shop/engine: memory of container main is "0", which is no amount; give a quantity such as "512Mi"'],
    ['for resources of the whole pod', calling({}, { resources: { limits: { cpu: '4' } } }), 'pinned-cpu: Deployment shop/engine has resources of the whole pod, which make it Guaranteed and pin nothing; leave spec.resources of the pod out: each container gets its own'],
    ['for two containers of which none is named', calling({}, two), 'pinned-cpu: Deployment shop/engine has the containers main and log, and nobody says which is pinned; name it as container'],
    ['for a container that does not exist', calling({ container: 'app' }), 'pinned-cpu: Deployment shop/engine has no container "app"; use main'],
    ['for others that do not exist', calling({ others: { sidecar: { cpu: '1', memory: '1Gi' } } }), 'pinned-cpu: Deployment shop/engine: others names container "sidecar"; use main'],
    ['for others that are the pinned one', calling({ others: { main: { cpu: '1', memory: '1Gi' } } }), 'pinned-cpu: Deployment shop/engine: others names main, which is the pinned container; leave it out there'],
    ['for another container without limits', calling({ container: 'main' }, two), `pinned-cpu: Deployment shop/engine: container log has no limit of cpu, so the pod would not be Guaranteed and nothing would be pinned; give it resources: others: { "log": { cpu: '100m', memory: '64Mi' } }`],
    ['for another container with lower requests', calling({ container: 'main' }, log({ limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m' } })), 'pinned-cpu: Deployment shop/engine: container log has a request of cpu (500m) below its limit (1), so the pod would not be Guaranteed and nothing would be pinned'],
    ['for an init container without limits', calling({}, { initContainers: [{ name: 'setup' }] }), 'pinned-cpu: Deployment shop/engine: container setup has no limit of cpu, so the pod would not be Guaranteed'],
    ['for a proxy that takes cores', calling({ proxyResources: { cpu: '1', memory: '1Gi' } }), "pinned-cpu: Deployment shop/engine: a proxy with 1 CPU gets cores of its own; leave it out, or accept it with { rule: 'platform/pinned-cpu-proxy-core', reason: '…' }"],
    ['for a label that is none', calling({ nodes: { ...nodes, label: 'a b' } }), 'pinned-cpu: Deployment shop/engine: nodes: label name "a b" must be'],
    ['for a taint that keeps nobody away', calling({ nodes: { ...nodes, taint: 'PreferNoSchedule' } }), 'pinned-cpu: Deployment shop/engine: nodes.taint "PreferNoSchedule" keeps nobody away; use NoSchedule or NoExecute'],
    ['for no reserved CPUs', calling({ nodes: { ...nodes, reservedCpus: '' } }), 'pinned-cpu: Deployment shop/engine: nodes.reservedCpus "" names no CPU; list CPUs of the system such as "0,32" or "0-1"; static pinning does not start without'],
    ['for reserved CPUs that are none', calling({ nodes: { ...nodes, reservedCpus: '0-' } }), 'nodes.reservedCpus "0-" has "0-", which is no CPU or range'],
    ['for a range that ends before it begins', calling({ nodes: { ...nodes, reservedCpus: '3-1' } }), 'nodes.reservedCpus "3-1" has "3-1", which ends before it begins'],
    ['for cores of other machines', calling({ nodes: { ...nodes, threadsPerCore: 4 } }), 'pinned-cpu: Deployment shop/engine: nodes.threadsPerCore is 4; use 1 or 2'],
  ])('%s', (_, call, message) => expect(call).toThrow(message));
});
