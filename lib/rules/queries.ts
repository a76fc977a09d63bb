import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Expression, Span } from '../metrics/promql/expression';
import { carriedLabels, type CarriedLabels, type LabelsOfSeries } from '../metrics/promql/labels';
import { parsePromql, type SyntaxProblem } from '../metrics/promql/parse';
import { patternsAnnotation, type FieldPath } from '../model/finding';
import { isObject, type JsonObject } from '../model/json';
import { describe, fieldAt, textAt } from '../model/object';
import type { Reported, View } from './rule';

/** An entry of a group of a PrometheusRule. */
export interface WrittenRule {
  readonly object: ClusterObject;
  readonly path: FieldPath;
  readonly written: JsonObject;
  readonly alert: string | undefined;
  readonly record: string | undefined;
  readonly expr: string;
  readonly parsed: Expression | SyntaxProblem;
}

/** One whose query could be read. */
export type ReadRule = WrittenRule & { readonly parsed: Expression };

/**
 * Every entry of every PrometheusRule, with its query. Those that a program of this library has just made are as sound as its tests, and are left out; a patch puts
 * them back in.
 */
export function writtenRules(view: View): readonly WrittenRule[] {
  return view.program ? ofOthers(view) : all(view);
}

/** The same, without those that are no PromQL: of these another rule speaks. */
export function readRules(view: View): readonly ReadRule[] {
  return writtenRules(view).filter((rule): rule is ReadRule => !('problem' in rule.parsed));
}

const all = oncePerWorld((world: World) => objects(world).flatMap(entries));
const ofOthers = oncePerWorld((world: World) => objects(world).filter(object => !composed(object)).flatMap(entries));

function objects({ cluster }: World): readonly ClusterObject[] {
  return cluster.of('monitoring.coreos.com', 'PrometheusRule');
}

function composed({ effective }: ClusterObject): boolean {
  const annotations = fieldAt(effective, 'metadata', 'annotations');
  return isObject(annotations) && patternsAnnotation in annotations && !('sealane.dev/patches' in annotations);
}

function entries(object: ClusterObject): readonly WrittenRule[] {
  const groups = fieldAt(object.effective, 'spec', 'groups');
  return (Array.isArray(groups) ? groups : []).flatMap((group: unknown, g) => {
    const rules = fieldAt(group, 'rules');
    return (Array.isArray(rules) ? rules : []).flatMap((written: unknown, r): readonly WrittenRule[] => {
      if (!isObject(written)) return [];
      const { expr } = written;
      const text = typeof expr === 'string' ? expr : typeof expr === 'number' ? String(expr) : undefined;
      // Without a query the API server refuses it.
      if (text === undefined) return [];
      return [{ object, path: ['spec', 'groups', g, 'rules', r], written, alert: textAt(written, 'alert'), record: textAt(written, 'record'), expr: text, parsed: parsePromql(text) }];
    });
  });
}

/**
 * Labels that series of the input carry, by their names: those that rules of the input record. Of what is scraped nobody knows them all, because relabelling adds
 * some.
 */
export const recordedLabels = oncePerWorld((world: World): LabelsOfSeries => {
  const recorded = new Map<string, WrittenRule[]>();
  for (const rule of all(world)) {
    if (rule.record === undefined) continue;
    const there = recorded.get(rule.record);
    if (there === undefined) recorded.set(rule.record, [rule]);
    else there.push(rule);
  }
  const known = new Map<string, CarriedLabels>();
  const ofSeries = (name: string): CarriedLabels => {
    const rules = recorded.get(name);
    if (rules === undefined) return 'any';
    const present = known.get(name);
    if (present !== undefined) return present;
    // Whoever records a series from itself gets no answer about it.
    known.set(name, 'any');
    const labels = rules.map(rule => ofRule(rule));
    const answer = labels.includes('any') ? 'any' : new Set(labels.flatMap(each => [...each]));
    known.set(name, answer);
    return answer;
  };
  function ofRule({ parsed, written }: WrittenRule): CarriedLabels {
    if ('problem' in parsed) return 'any';
    const carried = carriedLabels(parsed, ofSeries);
    const added = written['labels'];
    return carried === 'any' || !isObject(added) ? carried : new Set([...carried, ...Object.keys(added)]);
  }
  return ofSeries;
});

/** Where in the text of a query something stands, as findings say it. */
export function queryAt({ object, path, expr }: WrittenRule, { from }: Span): Pick<Reported, 'object' | 'path' | 'within'> {
  const before = expr.slice(0, from).split('\n');
  return { object, path: [...path, 'expr'], within: { line: before.length, column: (before.at(-1) ?? '').length + 1 } };
}

/** `alert TooSlow of PrometheusRule monitoring/shop`, for messages. */
export function ruleName({ alert, record, object }: WrittenRule): string {
  const own = alert !== undefined ? `alert ${alert}` : record !== undefined ? `recording ${record}` : 'a rule';
  return `${own} of ${describe(object.reference)}`;
}
