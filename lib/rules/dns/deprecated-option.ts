import { removed } from '../../corefile/edits';
import { optionsOf } from '../../corefile/reading';
import { atLeast, releasedSince, type Version } from '../../model/version';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

interface Passing {
  readonly plugin: string;
  readonly option: string;
  readonly since: Version;
  readonly says: string;
  /** It does nothing, so that nothing is lost without it. */
  readonly inert?: true;
}

/** Options that CoreDNS still takes. Source: the release notes of CoreDNS. */
const passing: readonly Passing[] = [
  ...['kubernetes', 'file', 'auto', 'secondary', 'etcd', 'template', 'route53', 'clouddns', 'k8s_external'].map((plugin): Passing => ({ plugin, option: 'upstream', since: '1.5.2', says: 'does nothing from CoreDNS 1.5.2 on', inert: true })),
  { plugin: 'kubernetes', option: 'resyncperiod', since: '1.5.0', says: 'does nothing from CoreDNS 1.5.0 on', inert: true },
  { plugin: 'etcd', option: 'stubzones', since: '1.4.0', says: 'does nothing', inert: true },
  { plugin: 'etcd', option: 'debug', since: '1.4.0', says: 'does nothing', inert: true },
  { plugin: 'route53', option: 'aws_access_key', since: '1.9.2', says: 'is deprecated from CoreDNS 1.9.2 on: give the pods an identity' },
  { plugin: 'local', option: 'localhost_prefix', since: '1.14.7', says: 'is deprecated from CoreDNS 1.14.7 on' },
];

/** What CoreDNS takes and does not heed, or will not take for long; and what the next release does otherwise. */
export const deprecatedOption = serverRule('dns/deprecated-option', 'warning', [], ({ uses }, { version, reading }) => uses.flatMap((use): readonly CorefileRemark[] => [
  ...passing.filter(({ plugin, since }) => plugin === use.name.text && releasedSince(version, since)).flatMap(({ plugin, option, says, inert }) => optionsOf(use, option).map(found => ({ at: found.name, message: `${plugin} ${option} ${says}`, help: 'remove it', edits: inert === true ? removed(reading.text, found) : [] }))),
  ...(use.name.text === 'kubernetes' ? optionsOf(use, 'endpoint').filter(({ words }) => words.length > 1).map(({ words }) => ({ at: words[1] ?? use.name, message: 'kubernetes endpoint asks the first address, and reads past the others', help: 'put a load balancer before the API servers, or leave endpoint out' })) : []),
  ...(use.name.text === 'bufsize' && use.words.length === 0 && !atLeast(version, '1.11') ? [{ at: use.name, severity: 'info' as const, message: 'bufsize without a size is 512 here, and 1232 from CoreDNS 1.11.0 on', help: 'write the size' }] : []),
]));
