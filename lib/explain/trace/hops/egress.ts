import { admission } from '../../../reach/admission';
import type { Hop } from '../hop';
import { admissionHop } from '../admission-hop';
import { addressed, receiverOf } from '../receiver';
import type { Arrival, Sender, Way } from '../way';

/** Whether policies let the sender's pods connect to these. */
export function egressHop({ world, sender, settings }: Way, arrival: Arrival): Hop {
  const { endpoint: { port } } = arrival;
  if (!('namespace' in sender.party)) return { id: 'egress', status: 'skipped', text: ungoverned(sender), evidence: [] };
  if (port === undefined) return { id: 'egress', status: 'skipped', text: 'without a port there is nothing to admit', evidence: [] };
  const { transport: protocol } = arrival.port;
  const said = admission(world, sender.party, 'egress', receiverOf(arrival), { number: port, protocol }, { ...settings, everyRule: true });
  return admissionHop(said, { direction: 'egress', name: sender.name, other: receiverOf(arrival), port: { number: port, protocol } });
}

/** The same towards an address, or whoever has a name, outside of the cluster. */
export function egressToOutside({ world, sender, target, settings }: Way): Hop {
  if (!('namespace' in sender.party)) return { id: 'egress', status: 'skipped', text: ungoverned(sender), evidence: [] };
  const port = { number: target.port, protocol: 'TCP' } as const;
  const other = addressed(target.host);
  return admissionHop(admission(world, sender.party, 'egress', other, port, { ...settings, everyRule: true }), { direction: 'egress', name: sender.name, other, port });
}

function ungoverned({ party, name }: Sender): string {
  return 'stranger' in party ? `pods of ${name} are not in the input: policies that select them are not known` : `${name} is outside, where no policy governs`;
}
