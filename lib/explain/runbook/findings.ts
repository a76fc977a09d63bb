import { check } from '../../check/check';
import type { World } from '../../cluster/cluster';
import type { FieldPath, Finding, Source } from '../../model/finding';
import { catalogue } from '../../rules/catalogue';
import type { Symptom } from './symptoms';

/** Rules whose findings bring about a symptom: whole areas, or single rules. */
const rules: Readonly<Record<Symptom, RegExp>> = {
  dns: /^(?:dns\/|policy\/dns-|host\/dns-policy$)/,
  latency: /^(?:dns\/(?:search-path-cost|cache-|forward-|pods-verified)|traffic\/|service\/port-unnamed|route\/(?:no-timeout|retries-|retry-))/,
  denied: /^(?:policy\/|authz\/|mtls\/|bypass\/)/,
  unbalanced: /^(?:service\/|traffic\/|route\/|bypass\/)/,
};

const shown = 8;

/** What the rules say of the input that may bring about a symptom: errors and warnings, of one namespace where one is named. */
export function findingsBehind(world: World, symptom: Symptom, namespace: string | undefined, place: (source: Source, path: FieldPath) => string | undefined): readonly string[] {
  const off = Object.fromEntries(catalogue.filter(({ id }) => !rules[symptom].test(id)).map(({ id }) => [id, 'off' as const]));
  const found = check({ world, severities: off }).findings.filter(finding => finding.severity !== 'info' && rules[symptom].test(finding.rule) && concerns(finding, namespace));
  const lines = found.slice(0, shown).map(({ rule, severity, message, source, path }) => {
    const at = source === undefined ? undefined : place(source, path);
    return `${severity} ${rule}: ${message}${at === undefined ? '' : ` (${at})`}`;
  });
  if (found.length > shown) lines.push(`and ${found.length - shown} more: sealane check`);
  return lines.length === 0 ? ['no rule finds a cause in the manifests'] : lines;
}

/** Objects of the namespace, of the whole cluster, and what a finding has near them. */
function concerns({ object, near = [] }: Finding, within: string | undefined): boolean {
  if (within === undefined || object === undefined) return true;
  return [object, ...near.map(each => each.object)].some(({ namespace }) => namespace === undefined || namespace === within || namespace === 'kube-system');
}
