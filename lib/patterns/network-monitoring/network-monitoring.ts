import type { MonitoredComponent, NetworkMonitoringIntent } from '../../intents/network-monitoring';
import { alertNames } from '../../metrics/everything';
import { monitoringConfig, type MonitoringConfig } from '../../metrics/config';
import { dashboards } from '../../metrics/dashboards/dashboards';
import { ruleGroups } from '../../metrics/groups';
import { unitTests } from '../../metrics/promtool';
import { rulesSpec, type RulesSpec } from '../../metrics/rules';
import { UsageError } from '../../model/usage-error';
import type { Monitoring } from '../../platform/monitoring';
import type { Platform } from '../../platform/platform';
import { demand } from '../../platform/supported';
import { checkAccepts, type PatternProps } from '../props';
import { checkNames, checkProps } from './checks';
import { answersWithCoreDns, installedOn } from './installed';
import { ownRules } from './own-alerts';
import type { NetworkMonitoringPattern, NetworkMonitoringProps } from './props';

const where = 'network-monitoring';

/**
 * The five signals of a network watched: DNS, Services, policy, entrances and pods. Recordings, alerts with runbooks, and dashboards, of what this platform
 * exposes and nothing else; what it cannot measure is said.
 *
 * @throws UsageError for a platform without monitoring, alerts that cannot do what they say, monitors that would read something twice, malformed names
 * @example networkMonitoring({ network: net, gateways: [{ kind: 'istio', workloads: 'ingressgateway' }] })
 */
export function networkMonitoring<P extends Platform>(props: NetworkMonitoringProps<P>): NetworkMonitoringPattern {
  const { accept = [] } = props;
  const { network } = props as PatternProps<P>;
  const { platform } = network;
  checkAccepts(accept);
  demand(platform, 'network-monitoring', accept);
  const { monitoring } = platform;
  if (monitoring === undefined) throw new UsageError({ what: `${where}: nobody is there to read it: the platform has no monitoring`, fix: 'set monitoring: true on the platform' });
  const given = props as NetworkMonitoringProps<Platform>;
  checkProps(given, platform);
  const config = configOf(given, platform, monitoring);
  checkNames(given, alertNames());
  const groups = ruleGroups(config);
  const rules = withOwn(rulesSpec(groups, config), ownRules(given.alerts ?? [], groups, config));
  const drawn = given.dashboards === false ? [] : dashboards(groups, config);
  const { name = 'network', namespace = monitoring.namespace } = given;
  const intent: NetworkMonitoringIntent = {
    kind: 'network-monitoring',
    name,
    namespace,
    rules,
    dashboards: drawn,
    ...deliveryOf(given),
    monitors: monitorsOf(given, platform, monitoring).map(component => ({ component, job: jobOf(component, config) })),
    unmeasured: [...new Set(groups.flatMap(({ unmeasured }) => unmeasured))],
  };
  return { pattern: 'network-monitoring', network, intents: [intent], accepts: accept, rules, dashboards: drawn, unitTests: files => unitTests(groups, config, files) };
}

function configOf(props: NetworkMonitoringProps<Platform>, platform: Platform, monitoring: Monitoring): MonitoringConfig {
  const { jobs = {}, severities = {}, without = [], thresholds = {}, clusterLabel = 'cluster', runbookBase = 'https://sealane.dev/runbooks/', hubble, gateways = [] } = props;
  return monitoringConfig(installedOn(platform, monitoring, props), {
    jobs: { coreDns: 'coredns', nodeLocalDns: 'node-local-dns', ...jobs },
    severities: { critical: 'critical', warning: 'warning', info: 'info', ...severities },
    reporter: platform.mesh === 'istio' && platform.dataPlane === 'ambient' ? 'waypoint' : 'destination',
    cni: platform.cni.name,
    without, thresholds, clusterLabel, runbookBase, gateways,
    ...(hubble === undefined ? {} : { hubble }),
  });
}

function withOwn({ groups }: RulesSpec, own: RulesSpec['groups'][number]['rules']): RulesSpec {
  return { groups: own.length === 0 ? groups : [...groups, { name: 'sealane-own', rules: own }] };
}

function deliveryOf({ dashboards: by = 'config-map', folder = 'Network', grafana = { dashboards: 'grafana' } }: NetworkMonitoringProps<Platform>): Pick<NetworkMonitoringIntent, 'delivery'> {
  switch (by) {
    case false:
      return {};
    case 'config-map':
      return { delivery: { by, folder } };
    case 'grafana-operator':
      return { delivery: { by, folder, instances: grafana } };
  }
}

/** What has to be read, and is not read by somebody else already. */
function monitorsOf({ monitors = {} }: NetworkMonitoringProps<Platform>, platform: Platform, { operator, annotationJob }: Monitoring): readonly MonitoredComponent[] {
  const read = operator !== false && !annotationJob;
  const wanted: readonly (readonly [MonitoredComponent, asked: boolean | undefined, there: boolean, absent: string])[] = [
    ['istiod', monitors.istiod, platform.mesh === 'istio', 'the platform has no istiod'],
    ['coredns', monitors.coreDns, answersWithCoreDns(platform), `on ${platform.dns.carrier} there is no CoreDNS to be read`],
    ['node-local-dns', monitors.nodeLocalDns, platform.dns.nodeLocalIP !== undefined, 'the platform has no NodeLocal DNSCache: dns.nodeLocalIP is not set'],
  ];
  return wanted.flatMap(([component, asked, there, absent]) => {
    if (asked === true && !there) throw new UsageError({ what: `${where}: monitor of ${component}: ${absent}`, fix: 'leave it out' });
    if (asked === true && operator === false) throw new UsageError({ what: `${where}: monitor of ${component}: there is no prometheus-operator to take one`, fix: 'leave it out, and give the Prometheus a job' });
    // Their pods carry the annotation as they are installed.
    if (asked === true && annotationJob && component !== 'coredns') throw new UsageError({ what: `${where}: monitor of ${component}: a job of Prometheus reads every pod with annotation prometheus.io/scrape, which its pods carry: samples would be there twice`, fix: 'leave it out' });
    return asked ?? (component !== 'coredns' && read && there) ? [component] : [];
  });
}

function jobOf(component: MonitoredComponent, { jobs }: MonitoringConfig): string {
  switch (component) {
    case 'istiod':
      return 'istiod';
    case 'coredns':
      return jobs.coreDns;
    case 'node-local-dns':
      return jobs.nodeLocalDns;
  }
}
