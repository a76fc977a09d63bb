import { authorization, policiesFor } from '../../../mesh/authorization';
import { capturesInbound } from '../../../mesh/capture';
import { trustDomains } from '../../../mesh/mesh-config';
import { seesRequests } from '../../../mesh/protocol';
import type { World } from '../../../cluster/cluster';
import { handshakeAt } from '../handshake-at';
import { evidences, type Hop } from '../hop';
import type { Arrival, Way } from '../way';

/** Whether the server's proxy lets the request in: by who asks, which only mutual TLS proves, and by what is asked. */
export function authorizationHops(way: Way, arrival: Arrival): readonly Hop[] {
  const { world, target } = way;
  const { endpoint: { workload, port: number }, port } = arrival;
  if (workload === undefined || number === undefined) return [{ id: 'authz', status: 'skipped', text: 'the server is not a pod of the input', evidence: [] }];
  const { allow, deny, custom } = policiesFor(world, workload);
  if (allow.length + deny.length + custom.length === 0) return [{ id: 'authz', status: world.facts.mesh === 'none' ? 'skipped' : 'ok', text: world.facts.mesh === 'none' ? 'no mesh' : `no AuthorizationPolicy selects ${workload.name}`, evidence: [] }];
  if (capturesInbound(world, workload, number).captured === 'no') return [{ id: 'authz', status: 'skipped', text: `not evaluated on ${number}: no proxy sees it`, evidence: [] }];
  const who = identityOf(world, way, arrival);
  const { verdict, reason, evidence } = authorization(world, workload, {
    port: number,
    requests: seesRequests(port.protocol),
    ...(who.identity === undefined ? {} : { identity: who.identity }),
    ...(target.method === undefined ? {} : { method: target.method }),
    ...(target.path === undefined ? {} : { path: target.path.split('?')[0] ?? target.path }),
    ...(target.headers === undefined ? {} : { headers: target.headers }),
    ...(target.path === undefined ? {} : { host: target.host }),
  });
  const text = `${who.name}: ${reason}`;
  if (verdict === 'allowed') return [{ id: 'authz', status: 'ok', text, evidence: evidences(evidence, 'admits') }];
  if (verdict === 'unknown') return [{ id: 'authz', status: 'unknown', text, evidence: evidences(evidence, 'says'), missing: ['what a policy asks of the request'] }];
  return [{ id: 'authz', status: 'fail', code: reason.startsWith('a DENY') ? 'AUTHZ-DENY' : 'AUTHZ-NO-ALLOW', text, evidence: evidences(evidence, 'doesNotAdmit') }];
}

type Who = { readonly name: string; readonly identity: { readonly trustDomain: string; readonly namespace: string; readonly serviceAccount: string } | null | undefined };

/** Who the server's proxy takes the client for. Where the handshake fails, who it would be if it worked. */
function identityOf(world: World, way: Way, arrival: Arrival): Who {
  const { sender } = way;
  const { client: { sends } } = handshakeAt(way, arrival);
  if (sends === 'unknown' || (sends !== 'plaintext' && sender.workload === undefined)) return { name: 'whoever the client is', identity: undefined };
  if (sends !== 'mutual' || sender.workload === undefined) return { name: 'nobody, as plaintext proves no identity', identity: null };
  const [trustDomain = 'cluster.local'] = trustDomains(world);
  const { namespace, serviceAccount } = sender.workload;
  return { name: `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`, identity: { trustDomain, namespace, serviceAccount } };
}
