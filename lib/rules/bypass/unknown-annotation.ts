import type { Workload } from '../../cluster/workload';
import { atPod } from '../pods';
import type { Rule } from '../rule';

/** Annotations of pods that Istio 1.31 knows under the two prefixes. Source: the annotation registry of istio.io/api. */
const known: ReadonlySet<string> = new Set([
  ...['inject', 'status', 'rewriteAppHTTPProbers', 'controlPlaneAuthPolicy', 'discoveryAddress', 'proxyImage', 'proxyImageType', 'proxyCPU', 'proxyCPULimit', 'proxyMemory', 'proxyMemoryLimit', 'interceptionMode',
    'bootstrapOverride', 'statsInclusionPrefixes', 'statsInclusionSuffixes', 'statsInclusionRegexps', 'statsHistogramBuckets', 'statsCompression', 'statsEvictionInterval', 'userVolume', 'userVolumeMount',
    'enableCoreDump', 'logLevel', 'componentLogLevel', 'agentLogLevel', 'extraStatTags', 'nativeSidecar'].map(name => `sidecar.istio.io/${name}`),
  ...['includeOutboundIPRanges', 'excludeOutboundIPRanges', 'includeInboundPorts', 'excludeInboundPorts', 'includeOutboundPorts', 'excludeOutboundPorts', 'excludeInterfaces', 'kubevirtInterfaces'].map(name => `traffic.sidecar.istio.io/${name}`),
]);

/** A key that is one or two letters away from one that Istio reads. Keys of other versions of Istio are further away. */
export const unknownAnnotation: Rule = {
  id: 'bypass/unknown-annotation',
  codes: ['IST0108'],
  severity: 'warning',
  reads: 'effective',
  check: ({ cluster }) => cluster.workloads.flatMap(workload => misspelt(workload).map(({ key, meant }) => atPod(workload, ['metadata', 'annotations', key], {
    message: `annotation ${key} is one that Istio does not read; ${meant} is near`,
    help: `write ${meant}`,
    assumption: 'no newer Istio reads it',
  }))),
};

function misspelt({ annotations }: Workload): readonly { readonly key: string; readonly meant: string }[] {
  return Object.keys(annotations).filter(key => /^(?:traffic\.)?sidecars?\.istio\.io\//.test(key) && !known.has(key)).flatMap(key => {
    const meant = [...known].find(candidate => near(key.toLowerCase(), candidate.toLowerCase()));
    return meant === undefined ? [] : [{ key, meant }];
  });
}

/** Whether two texts are at most two changed, added or missing letters apart. */
function near(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 2) return false;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return (row[b.length] ?? 3) <= 2;
}
