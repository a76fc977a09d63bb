import { releasedSince, type Version } from '../model/version';

/** Releases of CoreDNS that brought what is not in all that are supported. Source: the tags of coredns/coredns. */
const since = {
  /** Several sockets on one port. */
  multisocket: '1.12.0',
} as const;

export type CoreDnsFeature = keyof typeof since;

/** The release that a feature came with. */
export function sinceOf(feature: CoreDnsFeature): Version {
  return since[feature];
}

/** Whether a release has a feature. */
export function knows(version: Version, feature: CoreDnsFeature): boolean {
  return releasedSince(version, since[feature]);
}
