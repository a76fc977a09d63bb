import { optionsOf, usesIn } from '../../corefile/reading';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** A watch on every pod of the cluster, in every replica. */
export const podsVerifiedCost = serverRule('dns/pods-verified-cost', 'info', [], server => usesIn(server, 'kubernetes').flatMap(use => optionsOf(use, 'pods').filter(({ words: [word] }) => word?.text === 'verified').map(({ name }): CorefileRemark => ({
  at: name,
  message: `pods verified watches every pod of the cluster, in every replica${usesIn(server, 'autopath').length > 0 ? ', as autopath needs' : ', and nothing here needs it but names of pods'}: about four times the memory`,
  help: 'give each replica (pods + services) / 250 + 56 MB, or write "pods disabled"',
}))));
