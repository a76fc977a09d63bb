import type { RuleGroup } from '../../lib/metrics/alert';
import { coreDnsRules } from '../../lib/metrics/alerts/coredns';
import { monitoringConfig, type MonitoringConfig } from '../../lib/metrics/config';
import type { Component } from '../../lib/metrics/metric';
import type { Version } from '../../lib/model/version';

/** Platforms on which the output differs, by what Prometheus reads there. */
export const matrix: readonly (readonly [name: string, config: MonitoringConfig])[] = (
  [
    ['CoreDNS 1.10', [['coredns', '1.10.1']]],
    ['CoreDNS 1.14', [['coredns', '1.14.2']]],
  ] satisfies readonly (readonly [string, readonly (readonly [Component, Version | undefined])[]])[]
).map(([name, installed]) => [name, monitoringConfig(new Map<Component, Version | undefined>([...installed, ['prometheus', undefined]]))] as const);

/** Every group of rules of a configuration. */
export function groupsOf(config: MonitoringConfig): readonly RuleGroup[] {
  return [coreDnsRules(config)];
}
