import { replaced } from '../../corefile/edits';
import { optionsOf, usesIn } from '../../corefile/reading';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** Names for addresses of pods, whether there is such a pod or not. */
export const podsInsecure = serverRule('dns/pods-insecure', 'info', ['DNS-04'], server => usesIn(server, 'kubernetes').flatMap(use => optionsOf(use, 'pods').filter(({ words: [word] }) => word?.text === 'insecure').map(({ name, words: [word] }): CorefileRemark => ({
  at: name,
  message: 'pods insecure answers 10-0-0-1.shop.pod for any address, also of no pod of that namespace, under names that a wildcard certificate may cover',
  help: 'write "pods disabled", or "pods verified" where the names are used',
  edits: word === undefined ? [] : replaced(word, 'disabled'),
}))));
