import { ofKind, type Recorded } from '../../intents/intents';
import type { IstioSidecar } from '../../platform/platform';
import { has } from '../../platform/versions';
import type { Contribution } from '../contribution';
import { remark } from '../remark';
import { enrolled } from './membership';

/** A job ends with its last container. A proxy that is an ordinary container never ends; one that is an init container ends with the others. */
export function jobsThatNeverEnd(recorded: readonly Recorded[], platform: IstioSidecar): readonly Contribution[] {
  if (has(platform, 'nativeSidecars')) return [];
  return ofKind(recorded, 'workload')
    .filter(({ intent: { workload } }) => ['Job', 'CronJob'].includes(workload.kind) && !workload.hostNetwork && (workload.injected ?? enrolled(workload, platform, recorded)) === true)
    .map(({ intent: { workload }, origin }) =>
      remark(origin, {
        rule: 'mtls/job-never-ends',
        severity: 'warning',
        message: `${workload.kind} ${workload.namespace.name}/${workload.name} gets a proxy, which on Kubernetes ${platform.kubernetesVersion} is a container like the others and never ends: neither does the job`,
        help: `label its pods sidecar.istio.io/inject: "false", let it POST to localhost:15020/quitquitquit, or run Kubernetes 1.33 or later`,
        object: { apiVersion: workload.apiVersion, kind: workload.kind, namespace: workload.namespace.name, name: workload.name },
        assumption: 'the job does not tell its proxy to quit',
      }),
    );
}
