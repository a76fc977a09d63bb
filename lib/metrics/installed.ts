import type { Version } from '../model/version';
import { atLeast } from '../model/version';
import type { KnownSeries } from './catalogue';
import type { Component } from './metric';

/** Which components of a cluster Prometheus reads, and their releases where these are known. */
export type Installed = ReadonlyMap<Component, Version | undefined>;

/** Why a series is not there. */
export type Absence =
  /** No component that exposes it is read. */
  | { readonly why: 'not-read'; readonly components: readonly Component[] }
  /** The release is older than the metric, or newer than its end. */
  | { readonly why: 'not-yet' | 'gone'; readonly component: Component; readonly version: Version; readonly edge: Version };

/**
 * Why none of the components has a series; `undefined` where one has it, or nothing speaks against it.
 *
 * @example absenceOf(seriesNamed('coredns_forward_requests_total'), new Map([['coredns', '1.14.2']])) // { why: 'gone', edge: '1.11', … }
 */
export function absenceOf({ metric, components }: KnownSeries, installed: Installed): Absence | undefined {
  let absence: Absence = { why: 'not-read', components };
  for (const component of components) {
    if (!installed.has(component)) continue;
    const version = installed.get(component);
    if (version === undefined) return undefined;
    if (metric.until !== undefined && atLeast(version, metric.until)) absence = { why: 'gone', component, version, edge: metric.until };
    else if (metric.since !== undefined && !atLeast(version, metric.since)) absence = { why: 'not-yet', component, version, edge: metric.since };
    else return undefined;
  }
  return absence;
}
