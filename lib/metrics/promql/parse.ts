import type * as grammar from '@prometheus-io/lezer-promql';
import type { Expression, Grouping, LabelMatcher, Matching } from './expression';

type Parser = typeof grammar.parser;
type SyntaxNode = ReturnType<Parser['parse']>['topNode'];

let loaded: Parser | undefined;

/** Its tables take longer to load than everything else of a start: whoever reads no query does without. */
function parser(): Parser {
  // eslint-disable-next-line no-restricted-globals, @typescript-eslint/no-require-imports -- a package of plain data and functions; an import would load it at every start
  loaded ??= (require('@prometheus-io/lezer-promql') as typeof grammar).parser;
  return loaded;
}

/** Why a text is no query. `from` and `to` are offsets in it. */
export interface SyntaxProblem {
  readonly problem: string;
  readonly from: number;
  readonly to: number;
}

/**
 * A query of Prometheus, read with Prometheus' own grammar. Grafana's variables are no PromQL: give `withoutVariables(text)`.
 *
 * @example parsePromql('sum by (job) (rate(up[5m]))')
 */
export function parsePromql(text: string): Expression | SyntaxProblem {
  if (text.trim() === '') return { problem: 'is empty', from: 0, to: text.length };
  const tree = parser().parse(text);
  let problem: SyntaxProblem | undefined;
  tree.iterate({
    enter: ({ type, from, to }) => {
      if (!type.isError || problem !== undefined) return;
      problem = { problem: from >= text.trimEnd().length ? 'ends before the query is whole' : `does not go on with "${text.slice(from, Math.max(to, from + 1)).trim().slice(0, 40)}"`, from, to };
    },
  });
  if (problem !== undefined) return problem;
  const [first] = childrenOf(tree.topNode);
  return expressionOf(first ?? tree.topNode, text);
}

/** The text with Grafana's variables as something that parses: spans of time as `5m`, everything else as a word. */
export function withoutVariables(text: string): string {
  return text.replace(/\[\$\{?[A-Za-z_]\w*\}?(?=[\]:])/g, '[5m').replace(/\$\{?(?:__rate_interval|__interval|__range)\}?/g, '5m').replace(/\$\{?([A-Za-z_]\w*)(?::\w+)?\}?/g, '$1');
}

const wrappings: Readonly<Record<string, 'sign' | 'parentheses' | 'offset' | 'at' | 'subquery'>> = { UnaryExpr: 'sign', ParenExpr: 'parentheses', OffsetExpr: 'offset', StepInvariantExpr: 'at', SubqueryExpr: 'subquery' };
const expressions = new Set(['NumberDurationLiteral', 'StringLiteral', 'VectorSelector', 'MatrixSelector', 'FunctionCall', 'AggregateExpr', 'BinaryExpr', ...Object.keys(wrappings)]);

function expressionOf(node: SyntaxNode, text: string): Expression {
  const { from, to } = node;
  const inner = childrenOf(node).filter(({ name }) => expressions.has(name));
  const first = (): Expression => expressionOf(inner[0] ?? node, text);
  switch (node.name) {
    case 'VectorSelector':
      return selectorOf(node, text, false);
    case 'MatrixSelector':
      return selectorOf(inner[0] ?? node, text, true);
    case 'FunctionCall':
      return { kind: 'call', name: sliceOf(node.getChild('FunctionIdentifier'), text), arguments: argumentsOf(node, text), from, to };
    case 'AggregateExpr':
      return { kind: 'aggregation', operator: sliceOf(node.getChild('AggregateOp'), text), arguments: argumentsOf(node, text), grouping: groupingOf(node.getChild('AggregateModifier'), text), from, to };
    case 'BinaryExpr': {
      const [left, right] = inner;
      if (left === undefined || right === undefined) break;
      const operator = childrenOf(node).find(child => child.from >= left.to && child.to <= right.from);
      return { kind: 'binary', operator: sliceOf(operator ?? null, text), left: expressionOf(left, text), right: expressionOf(right, text), bool: node.getChild('BoolModifier') !== null, matching: matchingOf(node.getChild('MatchingModifierClause'), text), from, to };
    }
    case 'StringLiteral':
      return { kind: 'string', text: unquoted(text.slice(from, to)), from, to };
    case 'NumberDurationLiteral':
      return { kind: 'number', text: text.slice(from, to), from, to };
  }
  const how = wrappings[node.name];
  return how === undefined || inner[0] === undefined ? { kind: 'number', text: text.slice(from, to), from, to } : { kind: 'wrapped', how, inner: first(), from, to };
}

/** Comments stand anywhere, and say nothing. */
function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) if (child.name !== 'LineComment') children.push(child);
  return children;
}

function argumentsOf(node: SyntaxNode, text: string): readonly Expression[] {
  const body = node.getChild('FunctionCallBody');
  return body === null ? [] : childrenOf(body).filter(({ name }) => expressions.has(name)).map(child => expressionOf(child, text));
}

function selectorOf(node: SyntaxNode, text: string, ranged: boolean): Expression {
  const matchers = childrenOf(node.getChild('LabelMatchers') ?? node).flatMap((child): readonly LabelMatcher[] => {
    const { from, to } = child;
    if (child.name === 'QuotedLabelName') return [{ label: '__name__', operator: '=', value: unquoted(text.slice(from, to)), from, to }];
    if (child.name !== 'UnquotedLabelMatcher' && child.name !== 'QuotedLabelMatcher') return [];
    const label = child.getChild('LabelName') ?? child.getChild('QuotedLabelName');
    return [{ label: unquoted(sliceOf(label, text)), operator: sliceOf(child.getChild('MatchOp'), text) as LabelMatcher['operator'], value: unquoted(sliceOf(child.getChild('StringLiteral'), text)), from, to }];
  });
  const written = node.getChild('Identifier');
  const name = written === null ? matchers.find(({ label, operator }) => label === '__name__' && operator === '=')?.value : text.slice(written.from, written.to);
  return { kind: 'selector', name, matchers: matchers.filter(({ label }) => label !== '__name__'), ranged, from: node.from, to: node.to };
}

function groupingOf(node: SyntaxNode | null, text: string): Grouping | undefined {
  if (node === null) return undefined;
  return { by: node.getChild('Without') === null ? 'by' : 'without', labels: labelsOf(node.getChild('GroupingLabels'), text) };
}

function matchingOf(node: SyntaxNode | null, text: string): Matching | undefined {
  if (node === null) return undefined;
  const [labels, include] = node.getChildren('GroupingLabels').map(child => labelsOf(child, text).map(({ label }) => label));
  const side = node.getChild('GroupLeft') !== null ? 'left' : node.getChild('GroupRight') !== null ? 'right' : undefined;
  return { by: node.getChild('Ignoring') === null ? 'on' : 'ignoring', labels: labels ?? [], ...(side === undefined ? {} : { group: { side, include: include ?? [] } }) };
}

function labelsOf(node: SyntaxNode | null, text: string): Grouping['labels'] {
  if (node === null) return [];
  return childrenOf(node).flatMap(({ name, from, to }) => (name === 'LabelName' || name === 'QuotedLabelName' ? [{ label: unquoted(text.slice(from, to)), from, to }] : []));
}

function sliceOf(node: SyntaxNode | null, text: string): string {
  return node === null ? '' : text.slice(node.from, node.to);
}

function unquoted(text: string): string {
  const quote = text[0];
  if (quote === '`') return text.slice(1, -1);
  if (quote !== '"' && quote !== "'") return text;
  return text.slice(1, -1).replace(/\\(.)/g, (_, char: string) => ({ n: '\n', t: '\t', r: '\r' })[char] ?? char);
}
