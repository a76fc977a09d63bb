import { clusterOf } from '../cluster/cluster-of';
import { checkCorefile, type CorefileTarget } from '../corefile/check';
import { newestCoreDns } from '../corefile/table';
import type { Finding, Severity } from '../model/finding';
import { withEdits } from '../model/text-edit';
import { plainKubernetes } from '../platform/presets';
import { catalogue } from '../rules/catalogue';
import { run } from '../rules/rule';

/** Rules about what is around a Corefile, and about what CoreDNS refuses, which `checkCorefile` says. */
const aside: readonly string[] = ['dns/configmap-owned', 'dns/corefile-refused'];

const severities: readonly Severity[] = ['error', 'warning', 'info'];

/**
 * What the rules say of a Corefile that stands alone: nothing of its pods, Services or clients is known. Of one that CoreDNS refuses there is nothing to say.
 *
 * @returns findings by line, with `within` for their places and `edits` where the correction is mechanical
 * @example lintCorefile('.:53 {\n  errors\n  reload\n  prometheus\n}\n')[0]?.rule // 'dns/prometheus-localhost'
 */
export function lintCorefile(text: string, { image = 'coredns', version }: CorefileTarget = {}): readonly Finding[] {
  const platform = plainKubernetes({ cluster: 'corefile' });
  const dns = { ...platform.dns, version: version ?? newestCoreDns };
  const name = image === 'node-cache' ? 'node-local-dns' : 'corefile';
  const cluster = clusterOf([{ written: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: dns.namespace }, data: { Corefile: text } } }]);
  const facts = { platform: { ...platform, dns }, known: new Set(['dns'] as const), mesh: undefined, declared: [], complete: new Set<string>() };
  const view = { cluster, facts, program: false, intents: [], undeclaredNamespaces: [] };
  return catalogue
    .filter(({ id }) => id.startsWith('dns/') && !aside.includes(id))
    .flatMap(rule => run(rule, view).findings)
    .sort((a, b) => (a.within?.line ?? 0) - (b.within?.line ?? 0) || (a.within?.column ?? 0) - (b.within?.column ?? 0) || severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

/** A Corefile after its mechanical corrections, and what they were for. */
export interface FixedCorefile {
  readonly corefile: string;
  readonly fixed: readonly Finding[];
}

/** More corrections than any file needs. */
const most = 1000;

/**
 * A Corefile with what is mechanical put right, one finding after the other; comments and the shape of the rest stay. What CoreDNS would refuse is never made.
 *
 * @param wanted severities of the findings that are put right @default errors and warnings
 */
export function fixCorefile(text: string, target: CorefileTarget = {}, wanted: readonly Severity[] = ['error', 'warning']): FixedCorefile {
  const fixed: Finding[] = [];
  const tried = new Set<string>();
  let corefile = text;
  for (let steps = 0; steps < most; steps++) {
    const next = lintCorefile(corefile, target).find(finding => wanted.includes(finding.severity) && (finding.edits ?? []).length > 0 && !tried.has(keyOf(finding)));
    if (next === undefined) break;
    tried.add(keyOf(next));
    const edited = withEdits(corefile, next.edits ?? []);
    if (checkCorefile(edited, target).some(({ severity }) => severity === 'error')) continue;
    corefile = edited;
    fixed.push(next);
  }
  return { corefile, fixed };
}

function keyOf({ rule, message, within }: Finding): string {
  return `${rule} ${within?.line ?? 0}:${within?.column ?? 0} ${message}`;
}
