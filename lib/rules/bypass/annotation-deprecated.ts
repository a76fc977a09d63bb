import { atPod } from '../pods';
import type { Rule } from '../rule';

/** Annotations of pods that Istio 1.31 marks as deprecated, with what takes their place. Source: the annotation registry of istio.io/api. */
const deprecated: Readonly<Record<string, string>> = {
  'sidecar.istio.io/inject': 'write it as a label of the pods',
  'sidecar.istio.io/discoveryAddress': 'write discoveryAddress into annotation proxy.istio.io/config',
  'sidecar.istio.io/extraStatTags': 'write extraStatTags into annotation proxy.istio.io/config',
  'sidecar.istio.io/statsCompression': 'write it into annotation proxy.istio.io/config',
  'sidecar.istio.io/statsInclusionPrefixes': 'write proxyStatsMatcher into annotation proxy.istio.io/config',
  'sidecar.istio.io/statsInclusionRegexps': 'write proxyStatsMatcher into annotation proxy.istio.io/config',
  'sidecar.istio.io/statsInclusionSuffixes': 'write proxyStatsMatcher into annotation proxy.istio.io/config',
  'traffic.sidecar.istio.io/kubevirtInterfaces': 'write istio.io/reroute-virtual-interfaces instead',
};

/** An annotation that a coming release may stop to read. */
export const annotationDeprecated: Rule = {
  id: 'bypass/annotation-deprecated',
  codes: ['IST0135'],
  severity: 'info',
  reads: 'effective',
  check: ({ cluster }) => cluster.workloads.flatMap(workload => Object.keys(workload.annotations).flatMap(key => {
    const help = Object.hasOwn(deprecated, key) ? deprecated[key] : undefined;
    // With the label beside it, it is there for older releases.
    if (help === undefined || workload.labels[key] !== undefined) return [];
    return [atPod(workload, ['metadata', 'annotations', key], { message: `annotation ${key} is deprecated`, help })];
  })),
};
