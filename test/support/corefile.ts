import type { Facts } from '../../lib/cluster/facts';
import type { JsonObject } from '../../lib/model/json';
import type { RuleId } from '../../lib/model/finding';
import { catalogue } from '../../lib/rules/catalogue';
import type { Rule } from '../../lib/rules/rule';
import { ruled } from './rules';
import { manifest } from './world';

/** ConfigMap kube-system/coredns with a Corefile. */
export const corefileMap = (text: string, name = 'coredns', key = 'Corefile'): JsonObject => manifest('v1', 'ConfigMap', name, { namespace: 'kube-system', data: { [key]: text } });

/** The pods of CoreDNS, which mount it. */
export function coreDns({ image = 'registry.k8s.io/coredns/coredns:v1.14.2', name = 'coredns', kind = 'Deployment', container = {}, pod = {}, annotations = {} }: { readonly image?: string; readonly name?: string; readonly kind?: string; readonly container?: object; readonly pod?: object; readonly annotations?: object } = {}): JsonObject {
  const labels = { 'k8s-app': 'kube-dns' };
  return manifest('apps/v1', kind, name, {
    namespace: 'kube-system',
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels, annotations }, spec: { containers: [{ name, image, volumeMounts: [{ name: 'config', mountPath: '/etc/coredns' }], ...container }], volumes: [{ name: 'config', configMap: { name } }], ...pod } },
    },
  });
}

/** The Service of the cluster's DNS. */
export const kubeDns = (spec: object = {}): JsonObject => manifest('v1', 'Service', 'kube-dns', { namespace: 'kube-system', spec: { selector: { 'k8s-app': 'kube-dns' }, clusterIP: '10.96.0.10', ports: [{ name: 'dns', port: 53, protocol: 'UDP' }, { name: 'dns-tcp', port: 53 }, { name: 'metrics', port: 9153 }], ...spec } });

/** A root block with lines, one each. */
export const rootBlock = (...lines: readonly string[]): string => `.:53 {\n${lines.map(line => `    ${line}\n`).join('')}}\n`;

export function dnsRule(name: string): Rule {
  const rule = catalogue.find(({ id }) => id === (`dns/${name}` satisfies RuleId));
  if (rule === undefined) throw new Error(`there is no rule dns/${name}`);
  return rule;
}

/** What a rule says of a Corefile: severity, line and message. */
export function saidOf(name: string, text: string, more: readonly JsonObject[] = [], facts: Partial<Facts> = {}): readonly string[] {
  return ruled(dnsRule(name), [corefileMap(text), ...more], facts).findings.map(({ severity, within, message }) => `${severity}${within === undefined ? '' : ` ${within.line}`}: ${message}`);
}
