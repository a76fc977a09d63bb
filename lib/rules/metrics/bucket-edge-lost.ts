import { expressionProblems } from '../../metrics/promql/problems';
import { queryAt, readRules, recordedLabels, ruleName } from '../queries';
import type { Rule } from '../rule';

/** A quantile of buckets whose edges are gone: Prometheus returns nothing, so that no alert on it can fire. */
export const bucketEdgeLost: Rule = {
  id: 'metrics/bucket-edge-lost',
  codes: [],
  severity: 'error',
  reads: 'effective',
  check: view =>
    readRules(view).flatMap(rule =>
      expressionProblems(rule.parsed, new Map(), recordedLabels(view))
        .filter(({ kind }) => kind === 'bucket-edge-lost')
        .map(problem => ({ ...queryAt(rule, problem), message: `in ${ruleName(rule)} ${problem.message}`, help: problem.help })),
    ),
};
