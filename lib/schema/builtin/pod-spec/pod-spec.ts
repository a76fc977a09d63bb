import { dnsLabelProblem, subdomainProblem } from '../../../model/names';
import { addressProblem } from '../addresses';
import { searchDomainProblem } from '../grammars';
import { labels } from '../label-selector';
import { child, children, choose, chooseGiven, entries, flag, grammar, has, missing, need, number, refuse, size, spell, text, texts, unique, type Place } from '../place';
import { containerResourceName, resourceAmount } from '../quantities';
import { containers, hostNetworkPorts, podTimes } from './containers';
import { allContainers, operatingSystem } from './operating-system';
import { podResources } from './resources';
import { scheduling } from './scheduling';
import { podSecurity } from './security-context';
import { fileVariables, volumes } from './volumes';

/** Where a pod spec stands: some rules are for Pods only, and templates do not know the name of the pod. */
export interface PodPlace {
  readonly isPod: boolean;
  /** Empty in a template. */
  readonly podName: string;
  /** Volumes that a StatefulSet adds. */
  readonly claims?: readonly string[];
  /** Hostname and subdomain are overwritten by the controller, and so not judged. */
  readonly namedByController?: boolean;
}

/** A pod spec, in a Pod or a template. Source: Kubernetes 1.36, core/validation, ValidatePodSpec. */
export function podSpec(spec: Place, where: PodPlace): void {
  const mountable = new Map(volumes(spec, where.podName, where.isPod));
  for (const name of where.claims ?? []) mountable.set(name, 'claim');
  const os = child(spec, 'os');
  containers(spec, {
    volumes: mountable,
    claimNames: resourceClaims(spec),
    grace: has(spec, 'terminationGracePeriodSeconds') ? number(spec, 'terminationGracePeriodSeconds') : 30,
    restartPolicy: text(spec, 'restartPolicy'),
    hostUsers: flag(spec, 'hostUsers') !== false,
    os: os === undefined ? '' : text(os, 'name'),
  });
  podResources(spec, where.isPod);
  if (flag(spec, 'hostNetwork') === true) hostNetworkPorts(spec);
  podTimes(spec);
  labels(spec, 'nodeSelector');
  podSecurity(spec);
  names(spec);
  scheduling(spec);
  resolution(spec);
  operatingSystem(spec);
  hostUsers(spec);
  host(spec, where.namedByController === true);
  for (const [name, value] of entries(spec, 'overhead')) {
    containerResourceName(spec, ['overhead', name], name);
    resourceAmount(spec, ['overhead', name], name, value);
  }
  chooseGiven(spec, 'preemptionPolicy', ['PreemptLowerPriority', 'Never']);
  fileVariables(spec);
}

function names(spec: Place): void {
  for (const key of ['serviceAccountName', 'nodeName', 'priorityClassName', 'runtimeClassName']) grammar(spec, key, subdomainProblem);
  if (missing(spec, 'serviceAccountName')) grammar(spec, 'serviceAccount', subdomainProblem);
  if (has(spec, 'runtimeClassName') && missing(spec, 'runtimeClassName')) refuse(spec, 'runtimeClassName', 'format', '"runtimeClassName" is empty');
}

function resourceClaims(spec: Place): ReadonlySet<string> {
  const seen = new Set<string>();
  for (const claim of children(spec, 'resourceClaims')) {
    if (need(claim, 'name') && text(claim, 'name') !== '') {
      unique(claim, 'name', seen);
      grammar(claim, 'name', dnsLabelProblem);
    }
    const given = ['resourceClaimName', 'resourceClaimTemplateName'].filter(key => has(claim, key));
    if (given.length !== 1) refuse(claim, [], 'invalid', 'one of "resourceClaimName", "resourceClaimTemplateName" must be given');
    for (const key of given) {
      if (missing(claim, key)) refuse(claim, key, 'format', `"${key}" is empty`);
      grammar(claim, key, subdomainProblem);
    }
  }
  return seen;
}

/** How the pod resolves names: at most 3 servers, 32 domains and 2,048 characters of them, as libc allows. */
function resolution(spec: Place): void {
  choose(spec, 'dnsPolicy', ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']);
  const config = child(spec, 'dnsConfig');
  if (text(spec, 'dnsPolicy') === 'None') {
    if (config === undefined && !has(spec, 'dnsConfig')) return refuse(spec, 'dnsConfig', 'required', 'dnsPolicy "None" needs a "dnsConfig"');
    if (config !== undefined && size(config, 'nameservers') === 0) return refuse(config, 'nameservers', 'required', 'dnsPolicy "None" needs at least one name server');
  }
  if (config !== undefined) {
    const servers = texts(config, 'nameservers');
    if (servers.length > 3) refuse(config, 'nameservers', 'length', `${servers.length} name servers, at most 3 are allowed`);
    for (const [server, i] of servers) spell(config, ['nameservers', i], server, addressProblem);
    const searches = texts(config, 'searches');
    if (searches.length > 32) refuse(config, 'searches', 'length', `${searches.length} search domains, at most 32 are allowed`);
    const length = searches.map(([domain]) => domain).join(' ').length;
    if (length > 2048) refuse(config, 'searches', 'length', `the search domains have ${length} characters together, at most 2048 are allowed`);
    for (const [domain, i] of searches) if (domain !== '.') spell(config, ['searches', i], domain.replace(/\.$/, ''), searchDomainProblem);
    for (const option of children(config, 'options')) need(option, 'name');
  }
  for (const alias of children(spec, 'hostAliases')) {
    spell(alias, 'ip', text(alias, 'ip'), addressProblem);
    for (const [name, i] of texts(alias, 'hostnames')) spell(alias, ['hostnames', i], name, subdomainProblem);
  }
}

/** Users of their own need namespaces of their own. */
function hostUsers(spec: Place): void {
  if (flag(spec, 'hostUsers') !== false) return;
  for (const key of ['hostNetwork', 'hostPID', 'hostIPC']) {
    if (flag(spec, key) === true) refuse(spec, key, 'forbidden', `"${key}" must not be true when "hostUsers" is false`);
  }
  for (const container of allContainers(spec)) {
    if (size(container, 'volumeDevices') > 0) refuse(container, 'volumeDevices', 'forbidden', '"volumeDevices" must not be given when "hostUsers" is false');
  }
}

function host(spec: Place, namedByController: boolean): void {
  if (!namedByController) {
    grammar(spec, 'hostname', dnsLabelProblem);
    grammar(spec, 'subdomain', dnsLabelProblem);
  }
  if (!has(spec, 'hostnameOverride')) return;
  if (flag(spec, 'setHostnameAsFQDN') === true) refuse(spec, 'hostnameOverride', 'forbidden', '"hostnameOverride" must not be given beside "setHostnameAsFQDN: true"');
  if (flag(spec, 'hostNetwork') === true) refuse(spec, 'hostnameOverride', 'forbidden', '"hostnameOverride" must not be given beside "hostNetwork: true"');
  if (text(spec, 'hostnameOverride').length > 64) refuse(spec, 'hostnameOverride', 'length', '"hostnameOverride" may have at most 64 characters');
  if (missing(spec, 'hostnameOverride')) refuse(spec, 'hostnameOverride', 'format', '"hostnameOverride" is empty');
  grammar(spec, 'hostnameOverride', subdomainProblem);
}
