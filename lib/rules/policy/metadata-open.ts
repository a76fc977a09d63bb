import { contains, parseCidr, type Cidr } from '../../model/cidr';
import { describe } from '../../model/object';
import { coversPort } from '../../reach/admission';
import { policies } from '../../reach/policy';
import type { Rule } from '../rule';

const metadata = parseCidr('169.254.169.254/32');

/** Egress to every address, the one of the cloud's metadata service included, which hands out the credentials of the node. */
export const metadataOpen: Rule = {
  id: 'policy/metadata-open',
  codes: ['NET-15'],
  severity: 'info',
  reads: 'effective',
  check: view =>
    [...policies(view).values()].flat().filter(policy => policy.directions.has('egress')).flatMap(policy =>
      policy.egress.filter(rule => coversPort(rule, { number: 80 }, undefined) !== 'no').flatMap(({ peers, path }) => {
        const open = peers.length === 0 ? [path] : peers.filter(peer => peer.kind === 'block' && holds(peer.block) && !peer.except.some(holds)).map(peer => [...peer.path, 'ipBlock']);
        return open.map(at => ({
          object: policy.object,
          path: at,
          message: `${describe(policy.object.reference)} admits egress to 169.254.169.254, where clouds hand out credentials of the node`,
          help: 'leave it out: ipBlock with cidr 0.0.0.0/0 and except 169.254.169.254/32',
        }));
      }),
    ),
};

/** Whether a block holds the address, as one of many: a block of that address alone is meant. */
function holds(block: Cidr): boolean {
  return !('problem' in metadata) && contains(block, metadata);
}
