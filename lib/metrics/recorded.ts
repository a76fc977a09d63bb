import type { RuleGroup } from './alert';
import type { MonitoringConfig } from './config';
import { carriedLabels, type CarriedLabels } from './promql/labels';
import { parsePromql } from './promql/parse';
import { labelsByName, type RecordedSeries } from './promql/problems';

/** Series that groups record, with the labels that they carry. Reads every query: only for whoever has queries of others to judge by them. */
export function recordedBy(groups: readonly RuleGroup[], { clusterLabel }: MonitoringConfig): RecordedSeries {
  const recorded = new Map<string, CarriedLabels>();
  for (const { record, expression } of groups.flatMap(({ recordings }) => recordings)) {
    const parsed = parsePromql(expression.text);
    recorded.set(record, 'problem' in parsed ? 'any' : carriedLabels(parsed, labelsByName(recorded, [clusterLabel])));
  }
  return recorded;
}
