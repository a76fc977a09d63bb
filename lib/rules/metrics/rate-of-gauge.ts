import { expressionProblems } from '../../metrics/promql/problems';
import { queryAt, readRules, recordedLabels, ruleName } from '../queries';
import type { Rule } from '../rule';

/** A rate of what goes up and down, or of a sum: every fall is taken for a restart, and counted a second time. */
export const rateOfGauge: Rule = {
  id: 'metrics/rate-of-gauge',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: view =>
    readRules(view).flatMap(rule =>
      expressionProblems(rule.parsed, new Map(), recordedLabels(view))
        .filter(({ kind }) => kind === 'rate-of-gauge' || kind === 'rate-after-aggregation')
        .map(problem => ({ ...queryAt(rule, problem), message: `in ${ruleName(rule)} ${problem.message}`, help: problem.help })),
    ),
};
