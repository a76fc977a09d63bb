import type { World } from '../../cluster/cluster';
import type { Workload } from '../../cluster/workload';
import type { Certainty } from '../../model/certainty';
import type { Client } from '../../mesh/client';
import { acceptance, handshake } from '../../mesh/connection';
import { servedBy } from '../../mesh/served';
import type { AreaReader, Ground, Part, Statement } from './change';
import { enrolmentGrounds, keyOfWorkload, nameOfWorkload, portsOfPods } from './capture';
import { rulingClasses, shortHost } from './clients';
import { readsFor } from './kinds';

/** What servers take, and whether clients of each kind come through. */
export const mtls: AreaReader = {
  area: 'mtls',
  reads: readsFor('mtls'),
  statements: (world, both) => world.cluster.workloads.flatMap(workload => [...ofServer(world, workload), ...handshakes(world, both, workload)]),
};

function ofServer(world: World, workload: Workload): readonly Statement[] {
  const ports = portsOfPods(world, workload);
  return ports.map((port): Statement => {
    const { plaintext, mutual, reason, evidence } = acceptance(world, workload, port);
    const part: Part = { name: 'takes', value: taken(plaintext, mutual, reason), strength: plaintext === 'no' ? 2 : plaintext === 'unknown' ? 1 : 0 };
    return { key: `${keyOfWorkload(workload)} ${port}`, subject: nameOfWorkload(workload), who: { name: `port ${port}`, of: ports.length }, parts: [part], grounds: [...enrolmentGrounds(world, workload), ...evidence], onlyInBoth: true };
  });
}

function taken(plaintext: Certainty, mutual: Certainty, reason: string): string {
  if (plaintext === 'unknown' || mutual === 'unknown') return `not known (${reason})`;
  if (plaintext === 'no') return 'mutual TLS alone (STRICT)';
  return mutual === 'yes' ? 'mutual TLS and plaintext (PERMISSIVE)' : `plaintext alone (${reason.startsWith('its policy') ? 'DISABLE' : reason})`;
}

/** Clients of three kinds: with a sidecar, gateways, and without a proxy; where DestinationRules tell them apart by where they are, each apart. */
function handshakes(world: World, both: readonly World[], workload: Workload): readonly Statement[] {
  return servedBy(world, workload).flatMap(({ host, port, endpoint }) => {
    if (port.transport !== 'TCP' || endpoint.port === undefined) return [];
    const classes = rulingClasses(both, host.name);
    const accepts = acceptance(world, workload, endpoint.port);
    const server = taken(accepts.plaintext, accepts.mutual, accepts.reason);
    const statement = (kind: string, who: string, sends: string, holds: Certainty, grounds: readonly Ground[]): Statement => ({
      key: `${shortHost(world, host.name)}:${port.number} ${keyOfWorkload(workload)} ${kind} ${who}`, subject: `calls of ${kind} to ${shortHost(world, host.name)}:${port.number}`,
      ...(who === '' ? {} : { who: { name: who, of: classes.length } }), verbs: { lost: 'no longer understood', gained: 'understood now' }, holds,
      parts: [{ name: 'they send', value: sends, detail: 'changes', strength: sends === 'plaintext' ? 0 : 1 }, { name: 'they send', value: `${sends}, and the server takes ${server}`, detail: 'goes' }],
      grounds: [...grounds, ...accepts.evidence, ...enrolmentGrounds(world, workload)], onlyInBoth: true,
    });
    return [
      ...(['sidecar', 'gateway'] as const).flatMap(proxy => classes.map(({ name, client }) => {
        const from: Client = { ...client, proxy };
        const { works, client: { sends, evidence } } = handshake(world, from, host, port, endpoint);
        return statement(`${proxy}s`, name, words[sends], works, evidence);
      })),
      statement('clients without a proxy', '', words.plaintext, accepts.plaintext, []),
    ];
  });
}

const words = { mutual: 'mutual TLS', plaintext: 'plaintext', tls: 'TLS of their own', unknown: 'what is not known' } as const;
