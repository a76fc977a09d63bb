import type { Problem } from '../../../lib/schema/answer';

/** A thing that istiod warns of: how its own words are known, and how ours. */
interface WarningClass {
  readonly id: string;
  readonly code: string;
  readonly theirs: RegExp;
  readonly ours: RegExp;
}

const classes: readonly WarningClass[] = [
  { id: 'unreachable rule', code: 'IST0130', theirs: /not used \((?:only|route without|all matches)/, ours: /^no request reaches this rule/ },
  { id: 'ineffective match', code: 'IST0131', theirs: /is not used \(duplicate/, ours: /has the same match$|matches what begins with/ },
  { id: 'gateway name', code: 'IST0133', theirs: /legacy gatewayName/, ours: /older form of a gateway/ },
  { id: 'mirror percent', code: 'IST0133', theirs: /mirrorPercent/, ours: /"mirror_?[pP]ercent" is deprecated/ },
  { id: 'large body', code: 'IST0133', theirs: /large direct_responses/, ours: /every proxy is sent it/ },
  { id: 'address as server name', code: 'IST0133', theirs: /against SNI spec/, ours: /do not send as the name of a server/ },
  { id: 'selector', code: 'IST0133', theirs: /selector specified without labels/, ours: /has no labels, so that/ },
  { id: 'consecutive errors', code: 'IST0133', theirs: /consecutive errors is deprecated/, ours: /"consecutiveErrors" is deprecated/ },
  { id: 'ring size', code: 'IST0133', theirs: /MinimumRingSize is deprecated/, ours: /"minimumRingSize" is deprecated/ },
  { id: 'failover', code: 'IST0133', theirs: /outlier detection policy must be provided/, ours: /needs "outlierDetection"/ },
  { id: 'redirect', code: 'IST0133', theirs: /httpsRedirect should only/, ours: /only servers of HTTP can redirect/ },
  { id: 'unused certificates', code: 'IST0133', theirs: /does not use certificates/, ours: /uses no certificates/ },
  { id: 'many certificates', code: 'IST0133', theirs: /up to 2 server certificates/, ours: /at most two certificates/ },
  { id: 'old TLS', code: 'IST0133', theirs: /TLS version below/, ours: /needs cipher suites of its time/ },
  { id: 'unknown cipher', code: 'IST0133', theirs: /ignoring invalid cipher/, ours: /is no cipher suite/ },
  { id: 'repeated cipher', code: 'IST0133', theirs: /ignoring duplicate cipher/, ours: /^the cipher suite .* is there already/ },
  { id: 'partial wildcard', code: 'IST0133', theirs: /partial wildcard/, ours: /not its whole first part/ },
  { id: 'addresses', code: 'IST0134', theirs: /addresses are required/, ours: /needs addresses/ },
  { id: 'selector without resolution', code: 'IST0133', theirs: /workloadSelector should not be set/, ours: /does nothing for resolution NONE/ },
  { id: 'several hosts', code: 'IST0133', theirs: /more than one host specified/, ours: /several hosts at one address/ },
  { id: 'no address', code: 'IST0133', theirs: /address is unset/, ours: /without an address the endpoint/ },
  { id: 'denies connections', code: 'IST0133', theirs: /will deny all traffic to TCP ports/, ours: /denies every connection of TCP/ },
  { id: 'private key', code: 'IST0133', theirs: /contains private key material/, ours: /is a private one/ },
  { id: 'pool of requests', code: 'IST0133', theirs: /HTTP connection pool settings are configured/, ours: /settings of HTTP do nothing/ },
  { id: 'repeated host', code: 'IST0133', theirs: /duplicated egress host/, ours: /is among the hosts before it/ },
  { id: 'every host', code: 'IST0133', theirs: /host select all resources/, ours: /is every host of every namespace/ },
  { id: 'several tracings', code: 'IST0133', theirs: /multiple tracing is not/, ours: /several entries are not supported/ },
  { id: 'several providers', code: 'IST0133', theirs: /multiple providers is not/, ours: /several providers are not supported/ },
  { id: 'tag without name', code: 'IST0133', theirs: /tagOverrides.name may not be empty/, ours: /a tag must have a name/ },
  { id: 'envoy filter', code: 'IST0133', theirs: /exposes internal implementation details/, ours: /changes what istiod makes/ },
  { id: 'older name', code: 'IST0133', theirs: /using deprecated filter name/, ours: /is an older name$/ },
  { id: 'no type', code: 'IST0133', theirs: /without typed_config/, ours: /known by its name alone/ },
  { id: 'filter of a listener', code: 'IST0133', theirs: /filter match has no effect/, ours: /a filter is not matched for/ },
  { id: 'long version', code: 'IST0133', theirs: /proxyVersion match exceeds/, ours: /above 1024 it is ignored/ },
];

/** The classes of istiod's warnings; words that are not known stand for themselves. */
export function theirClasses(warnings: readonly string[]): readonly string[] {
  const lines = warnings.flatMap(text => text.split('\n')).map(line => line.replace(/^\s*\*\s*/, '').trim()).filter(line => line !== '' && !/^\d+ errors? occurred:$/.test(line));
  return [...new Set(lines.map(line => classes.find(({ theirs }) => theirs.test(line))?.id ?? line))].sort();
}

/** The classes of our warnings; what only analysis says is left out. */
export function classesOf(warnings: readonly Problem[]): readonly string[] {
  return [...new Set(warnings.filter(({ warning }) => warning !== 'IST0002').map(({ message, warning }) => classes.find(({ ours, code }) => ours.test(message) && code === warning)?.id ?? message))].sort();
}
