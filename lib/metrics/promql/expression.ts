/** Where a part of a query stands: offsets in its text. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface LabelMatcher extends Span {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** Which labels of both sides have to be equal, and which of one side are kept. */
export interface Matching {
  readonly by: 'on' | 'ignoring';
  readonly labels: readonly string[];
  readonly group?: { readonly side: 'left' | 'right'; readonly include: readonly string[] };
}

/** A query, as much of it as questions about metrics and labels need: precedence of `offset` and `@` makes no difference here and is not kept. */
export type Expression =
  | ({ readonly kind: 'number' | 'string'; readonly text: string } & Span)
  | ({ readonly kind: 'selector'; readonly name: string | undefined; readonly matchers: readonly LabelMatcher[]; readonly ranged: boolean } & Span)
  | ({ readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] } & Span)
  | ({ readonly kind: 'aggregation'; readonly operator: string; readonly arguments: readonly Expression[]; readonly grouping: Grouping | undefined } & Span)
  | ({ readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression; readonly bool: boolean; readonly matching: Matching | undefined } & Span)
  | ({ readonly kind: 'wrapped'; readonly how: 'sign' | 'parentheses' | 'offset' | 'at' | 'subquery'; readonly inner: Expression } & Span);

export interface Grouping {
  readonly by: 'by' | 'without';
  readonly labels: readonly (Span & { readonly label: string })[];
}

export type Selector = Extract<Expression, { readonly kind: 'selector' }>;

/** The expressions that one consists of. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'call':
    case 'aggregation':
      return expression.arguments;
    case 'binary':
      return [expression.left, expression.right];
    case 'wrapped':
      return [expression.inner];
    default:
      return [];
  }
}

/** Every expression within one, itself first. */
export function* within(expression: Expression): Generator<Expression> {
  yield expression;
  for (const part of partsOf(expression)) yield* within(part);
}

export function selectorsOf(expression: Expression): readonly Selector[] {
  return [...within(expression)].flatMap(part => (part.kind === 'selector' ? [part] : []));
}
