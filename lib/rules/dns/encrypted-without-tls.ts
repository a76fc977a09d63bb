import { usesIn } from '../../corefile/reading';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

const encrypted: readonly string[] = ['tls', 'https', 'grpc', 'quic'];

/** Zones with a scheme that promises encryption, and no certificate: CoreDNS takes them all the same. */
export const encryptedWithoutTls = serverRule('dns/encrypted-without-tls', 'error', [], server => {
  if (usesIn(server, 'tls').length > 0 || server.block.incomplete.has('*')) return [];
  const keys = new Map(server.zones.filter(({ transport }) => encrypted.includes(transport)).map(zone => [zone.key, zone]));
  return [...keys.values()].map(({ key, transport, port }): CorefileRemark => ({
    at: key,
    message: `"${key.text}" has no certificate, so ${transport === 'quic' ? `nobody can ask on port ${port}` : `questions and answers on port ${port} are plaintext`}`,
    help: 'add "tls CERT KEY" to the block, or serve dns://',
  }));
});
