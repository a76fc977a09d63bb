import { parseCidr, type Cidr } from '../model/cidr';
import type { Labels } from '../model/labels';
import { UsageError } from '../model/usage-error';

export function blockOf(text: string): Cidr {
  const block = parseCidr(text);
  if ('problem' in block) throw new UsageError({ what: block.problem, fix: 'give an address or a block' });
  return block;
}

/**
 * Where an ingress controller runs: `ingress-nginx`, or `ingress-nginx/app.kubernetes.io/name=ingress-nginx,tier=edge`.
 *
 * @throws UsageError for anything else
 */
export function controllerAt(text: string): { readonly namespace: string; readonly labels: Labels } {
  const slash = text.indexOf('/');
  const [namespace, rest] = slash < 0 ? [text, ''] : [text.slice(0, slash), text.slice(slash + 1)];
  const labels = rest === '' ? [] : rest.split(',').map(pair => pair.split('='));
  if (namespace === '' || labels.some(pair => pair.length !== 2 || pair[0] === '')) throw new UsageError({ what: `--controller ${text}`, fix: 'write it as NAMESPACE, or NAMESPACE/KEY=VALUE,KEY=VALUE' });
  return { namespace, labels: Object.fromEntries(labels.map(([key = '', value = '']) => [key, value])) };
}
