import { mayMeet } from '../../mesh/match-cover';
import type { RequestMatch } from '../../mesh/request-match';
import type { Statement, Told } from './change';
import type { RuleStatement } from './routes';

/**
 * Rules that are asked in another order than before, where that matters: some request may meet both, and they do not do the same.
 */
export function order(before: readonly Statement[], after: readonly Statement[]): readonly Told[] {
  const [was, is] = [byRoute(before), byRoute(after)];
  return [...was].flatMap(([route, rules]) => {
    const fresh = new Map((is.get(route) ?? []).map((rule, i) => [rule.key, { rule, i }]));
    const common = rules.filter(({ key }) => fresh.has(key));
    return common.flatMap((first, i) => common.slice(i + 1).flatMap((second): readonly Told[] => {
      const [a, b] = [fresh.get(first.key), fresh.get(second.key)];
      if (a === undefined || b === undefined || a.i < b.i || !meet(first.matches, second.matches) || sameAction(first, second)) return [];
      return [{
        outcome: 'changed', subject: b.rule.subject, ...(b.rule.who === undefined ? {} : { who: b.rule.who }), text: `now asked before the rule for ${a.rule.subject}, which may mean the same`,
        grounds: { before: [...first.grounds, ...second.grounds], after: [...a.rule.grounds, ...b.rule.grounds] }, severity: 'notice', weight: false,
      }];
    }));
  });
}

function byRoute(statements: readonly Statement[]): ReadonlyMap<string, readonly RuleStatement[]> {
  const found = new Map<string, RuleStatement[]>();
  for (const statement of statements) {
    if (!('matches' in statement) || statement.within === undefined) continue;
    const present = found.get(statement.within);
    if (present === undefined) found.set(statement.within, [statement as RuleStatement]);
    else present.push(statement as RuleStatement);
  }
  return found;
}

/** A rule without conditions stands last, or nothing behind it is asked. */
function meet(a: readonly RequestMatch[], b: readonly RequestMatch[]): boolean {
  return a.length === 0 || b.length === 0 || a.some(one => b.some(other => mayMeet(one, other)));
}

function sameAction(a: Statement, b: Statement): boolean {
  const words = ({ parts }: Statement): string => parts.map(({ name, value }) => `${name} ${value}`).sort().join('\n');
  return words(a) === words(b);
}
