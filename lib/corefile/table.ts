import { releasedSince, type Version } from '../model/version';
import type { Plugin } from './grammar';
import { answering } from './plugins/answering';
import { serving } from './plugins/serving';
import { upstream } from './plugins/upstream';

/** The newest release that the table knows; later ones are taken for it. */
export const newestCoreDns: Version = '1.15.0';

/** Images whose plugins are known: CoreDNS's own, and that of NodeLocal DNSCache. */
export type CorefileImage = 'coredns' | 'node-cache';

const plugins: ReadonlyMap<string, Plugin> = new Map([...serving(), ...answering(), ...upstream()].map(plugin => [plugin.name, plugin]));

/** Every plugin that is known, of whatever release. */
export function allPlugins(): readonly Plugin[] {
  return [...plugins.values()];
}

/** A plugin by its name, of whatever release. */
export function pluginOf(name: string): Plugin | undefined {
  return plugins.get(name);
}

/** What the image of NodeLocal DNSCache has. Source: `main.go` of kubernetes/dns. */
const nodeCache: ReadonlySet<string> = new Set(('bind bufsize cache debug dns64 dnstap errors forward health hosts loadbalance log loop metadata pprof prometheus reload rewrite template timeouts ' +
  'trace whoami').split(' '));

/** Whether a plugin is in an image at a release. */
export function inImage({ name, since, until }: Plugin, image: CorefileImage, version: Version): boolean {
  return (since === undefined || releasedSince(version, since)) && (until === undefined || !releasedSince(version, until)) && (image === 'coredns' || nodeCache.has(name));
}

const [front, back] = [
  ('root metadata geoip cancel TLS proxyproto quic grpc_server https https3 timeouts multisocket reload nsid bufsize bind debug trace ready health pprof shed prometheus errors log dnstap local dns64 siit any ' +
    'chaos loadbalance tsig').split(' '),
  ('header dnssec TLS2 minimal template transfer dynupdate hosts route53 azure clouddns k8s_external kubernetes file auto secondary etcd loop forward grpc erratic whoami on sign view nomad').split(' '),
];

/**
 * Plugins in the order in which a release asks them, whatever the order in the file.
 *
 * Source: `plugin.cfg` at the tags. From 1.14.3 a cached answer went around `acl`, until 1.14.7 put `acl` before the cache again and the cache behind `rewrite`.
 */
export function executionOrder(version: Version): readonly string[] {
  const middle = releasedSince(version, '1.14.7') ? ['rewrite', 'autopath', 'acl', 'cache'] : releasedSince(version, '1.14.3') ? ['cache', 'rewrite', 'acl', 'autopath'] : ['acl', 'cache', 'rewrite', 'autopath'];
  const late = releasedSince(version, '1.14.7');
  return [...front, ...middle, ...back]
    .flatMap(name => (name === 'TLS' ? (late ? [] : ['tls']) : name === 'TLS2' ? (late ? ['tls'] : []) : [name]))
    .filter(name => {
      const plugin = plugins.get(name);
      return plugin !== undefined && inImage(plugin, 'coredns', version);
    });
}
