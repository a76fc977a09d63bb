import type { GatewayProvider } from './config';

/**
 * A name that the expression for workloads of a gateway matches: the one that is given, else the first alternative with something in the place of wildcards.
 *
 * @example exampleOf({ kind: 'istio', workloads: '(public|internal)-.+' }) // 'public-1'
 */
export function exampleOf({ workloads, example }: Extract<GatewayProvider, { readonly kind: 'istio' }>): string {
  if (example !== undefined) return example;
  const plain = workloads.replaceAll(/\((?:\?:)?([^()|]*)(?:\|[^()]*)?\)/g, '$1').split('|')[0] ?? workloads;
  return plain.replaceAll(/[.\]][*+]|\.\?/g, match => (match.startsWith('.') ? '1' : match)).replaceAll(/\[[^\]]*\][*+?]?/g, '1').replaceAll(/[\\^$]/g, '');
}

/** Whether a name is one that the expression matches, as Prometheus anchors it. */
export function matchesWorkloads(workloads: string, name: string): boolean {
  try {
    return new RegExp(`^(?:${workloads})$`).test(name);
  } catch {
    return false;
  }
}
