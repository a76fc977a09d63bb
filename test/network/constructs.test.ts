import { App, Chart } from 'cdk8s';
import * as plus27 from 'cdk8s-plus-27';
import * as plus34 from 'cdk8s-plus-34';
import { Network } from '../../lib/network/network';
import type { Workload } from '../../lib/network/workload';
import type { WorkloadConstruct } from '../../lib/network/workload-source';
import { plainKubernetes } from '../../lib/platform/presets';

const majors: readonly (readonly [string, typeof plus27 | typeof plus34])[] = [['27', plus27], ['34', plus34]];
const handle = (construct: WorkloadConstruct): Workload => new Network(plainKubernetes({ cluster: 'test' })).workload(construct);
const chart = (): Chart => new Chart(new App(), 'shop', { namespace: 'shop' });
const container = { image: 'registry.example/web:1', ports: [{ number: 8080, name: 'http' }] };

describe.each(majors)('workloads of cdk8s-plus-%s', (_major, plus) => {
  test('a Deployment is read from the construct: name, namespace, ports, account, replicas', () => {
    const scope = chart();
    const serviceAccount = new plus.ServiceAccount(scope, 'sa', { metadata: { name: 'web' } }) as unknown as plus27.IServiceAccount;
    const deployment = new (plus as typeof plus27).Deployment(scope, 'web', { metadata: { name: 'web' }, serviceAccount, replicas: 3, containers: [container] });
    expect(handle(deployment)).toMatchObject({ written: 'construct', kind: 'Deployment', apiVersion: 'apps/v1', name: 'web', namespace: { name: 'shop' }, serviceAccount: 'web', replicas: 3, hostNetwork: false, ports: [{ port: 8080, name: 'http', protocol: 'TCP' }] });
  });

  test('it is selected by the labels that cdk8s-plus selects by', () => {
    const deployment = new (plus as typeof plus27).Deployment(chart(), 'web', { containers: [container] });
    expect(handle(deployment).selector).toEqual(deployment.matchLabels);
    expect(Object.keys(handle(deployment).selector)).toEqual(['cdk8s.io/metadata.addr']);
  });

  test('a Deployment that selects nothing by itself is known by the labels of its pods', () => {
    const deployment = new (plus as typeof plus27).Deployment(chart(), 'web', { select: false, podMetadata: { labels: { app: 'web' } }, containers: [container] });
    expect(handle(deployment).selector).toMatchObject({ app: 'web' });
  });

  test('what is added to the construct later counts as well: it is read when it is needed', () => {
    const deployment = new (plus as typeof plus27).Deployment(chart(), 'web', { containers: [container] });
    const web = handle(deployment);
    deployment.podMetadata.addLabel('team', 'shop');
    deployment.addContainer({ image: 'registry.example/side:1', name: 'side', ports: [{ number: 9090 }] });
    expect([web.podLabels['team'], web.ports.map(({ port }) => port)]).toEqual(['shop', [8080, 9090]]);
  });

  test('labels are put on the template through the construct itself', () => {
    const deployment = new (plus as typeof plus27).Deployment(chart(), 'web', { containers: [container] });
    handle(deployment).addPodLabel?.('version', 'v1');
    expect(deployment.podMetadata.getLabel('version')).toBe('v1');
  });

  test('other kinds are read alike', () => {
    const scope = chart();
    const kinds = plus as typeof plus27;
    const service = new kinds.Service(scope, 'service', { ports: [{ port: 80 }] });
    const podMetadata = { labels: { app: 'x' } };
    const containers = [container];
    const handles = [
      new kinds.StatefulSet(scope, 'set', { service, podMetadata, containers, replicas: 2 }),
      new kinds.DaemonSet(scope, 'daemon', { podMetadata, containers, hostNetwork: true }),
      new kinds.Job(scope, 'job', { podMetadata, containers }),
      new kinds.CronJob(scope, 'cron', { podMetadata, containers, schedule: { expressionString: '0 * * * *' } }),
    ].map(construct => handle(construct));
    expect(handles.map(({ kind, apiVersion, hostNetwork, podLabels }) => [kind, apiVersion, hostNetwork, podLabels['app']])).toEqual([
      ['StatefulSet', 'apps/v1', false, 'x'],
      ['DaemonSet', 'apps/v1', true, 'x'],
      ['Job', 'batch/v1', false, 'x'],
      ['CronJob', 'batch/v1', false, 'x'],
    ]);
    expect(handles.map(({ selector }) => Object.keys(selector).length > 0)).toEqual([true, true, true, true]);
  });
});
