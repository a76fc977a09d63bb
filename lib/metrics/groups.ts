import type { RuleGroup } from './alert';
import { coreDnsRules } from './alerts/coredns';
import { gatewayRules } from './alerts/gateways';
import { nodeLocalRules } from './alerts/node-local';
import { podRules } from './alerts/pods';
import { policyRules } from './alerts/policy';
import { serviceRules } from './alerts/services';
import type { MonitoringConfig } from './config';

/** The five key signals, each with what this platform can measure of it. */
export function ruleGroups(config: MonitoringConfig): readonly RuleGroup[] {
  return [dns(config), serviceRules(config), policyRules(config), gatewayRules(config), podRules(config)].map(group => ({ ...group, alerts: group.alerts.filter(({ alert }) => !config.without.includes(alert)) }));
}

function dns(config: MonitoringConfig): RuleGroup {
  if (!config.installed.has('coredns')) return { signal: 'dns', recordings: [], alerts: [], unmeasured: ['DNS: what answers names here is no CoreDNS that Prometheus could read'] };
  const [main, local] = [coreDnsRules(config), nodeLocalRules(config)];
  return { ...main, recordings: [...main.recordings, ...local.recordings], alerts: [...main.alerts, ...local.alerts] };
}
