import { tokens, Unsupported, type Token } from './lexer';

/** A CEL expression. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: unknown; readonly type: 'int' | 'double' | 'string' | 'bytes' | 'bool' | 'null' }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'field'; readonly of: Expression; readonly name: string; readonly optional: boolean }
  | { readonly kind: 'index'; readonly of: Expression; readonly index: Expression; readonly optional: boolean }
  | { readonly kind: 'call'; readonly target?: Expression; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'unary'; readonly operator: '!' | '-'; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'condition'; readonly test: Expression; readonly then: Expression; readonly otherwise: Expression };

/** Operators by precedence, loosest first. */
const levels: readonly (readonly string[])[] = [['||'], ['&&'], ['<', '<=', '>', '>=', '==', '!=', 'in'], ['+', '-'], ['*', '/', '%']];

/** Names that Kubernetes spells around, because CEL or Go keep them for themselves. */
const spelled: readonly (readonly [RegExp, string])[] = [[/__dot__/g, '.'], [/__dash__/g, '-'], [/__slash__/g, '/'], [/__underscores__/g, '__']];

/** @throws {Unsupported} for text that is not understood. */
export function parse(text: string): Expression {
  const reader = new Reader(tokens(text));
  const expression = reader.expression();
  reader.expectEnd();
  return expression;
}

class Reader {
  private at = 0;
  constructor(private readonly all: readonly Token[]) {}

  expectEnd(): void {
    if (this.next.kind !== 'end') throw new Unsupported(`"${String(this.next.value)}" is not expected`);
  }

  expression(): Expression {
    const test = this.binary(0);
    if (!this.take('?')) return test;
    const then = this.expression();
    this.expect(':');
    return { kind: 'condition', test, then, otherwise: this.expression() };
  }

  private get next(): Token {
    return this.all[this.at] ?? { kind: 'end', value: '' };
  }

  private take(value: string): boolean {
    const token = this.next;
    if (token.value !== value || (token.kind !== 'symbol' && !(token.kind === 'name' && value === 'in'))) return false;
    this.at++;
    return true;
  }

  private expect(value: string): void {
    if (!this.take(value)) throw new Unsupported(`"${value}" is expected, not "${String(this.next.value)}"`);
  }

  private binary(level: number): Expression {
    const operators = levels[level];
    if (operators === undefined) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = operators.find(one => this.take(one));
      if (operator === undefined) return left;
      left = { kind: 'binary', operator, left, right: this.binary(level + 1) };
    }
  }

  private unary(): Expression {
    for (const operator of ['!', '-'] as const) {
      if (!this.take(operator)) continue;
      const operand = this.unary();
      if (operator === '-' && operand.kind === 'literal' && typeof operand.value === 'number') return { ...operand, value: -operand.value };
      return { kind: 'unary', operator, operand };
    }
    return this.member();
  }

  private member(): Expression {
    let of = this.primary();
    for (;;) {
      const optional = this.next.kind === 'symbol' && (this.next.value === '.?' || this.next.value === '[?');
      if (this.take('.') || this.take('.?')) {
        const name = this.name();
        of = this.take('(') ? { kind: 'call', target: of, name, arguments: this.list(')') } : { kind: 'field', of, name: fieldName(name), optional };
      } else if (this.take('[') || this.take('[?')) {
        const index = this.expression();
        this.expect(']');
        of = { kind: 'index', of, index, optional };
      } else return of;
    }
  }

  private name(): string {
    const token = this.next;
    if (token.kind !== 'name') throw new Unsupported(`a name is expected, not "${String(token.value)}"`);
    this.at++;
    return token.value;
  }

  private primary(): Expression {
    const token = this.next;
    if (this.take('(')) {
      const inner = this.expression();
      this.expect(')');
      return inner;
    }
    if (this.take('[')) return { kind: 'list', items: this.list(']') };
    if (this.take('{')) return { kind: 'map', entries: this.entries() };
    this.at++;
    switch (token.kind) {
      case 'int': case 'uint': return { kind: 'literal', value: token.value, type: 'int' };
      case 'double': case 'string': case 'bytes': return { kind: 'literal', value: token.value, type: token.kind };
      case 'name': {
        if (token.value === 'true' || token.value === 'false') return { kind: 'literal', value: token.value === 'true', type: 'bool' };
        if (token.value === 'null') return { kind: 'literal', value: null, type: 'null' };
        if (this.take('(')) return { kind: 'call', name: token.value, arguments: this.list(')') };
        return { kind: 'name', name: token.value };
      }
      default: throw new Unsupported(`"${String(token.value)}" is not expected`);
    }
  }

  private list(end: string): readonly Expression[] {
    const items: Expression[] = [];
    while (!this.take(end)) {
      if (this.take('?')) throw new Unsupported('optional items are not built');
      items.push(this.expression());
      if (!this.take(',') && (this.next.kind !== 'symbol' || this.next.value !== end)) throw new Unsupported(`"${end}" is expected`);
    }
    return items;
  }

  private entries(): readonly (readonly [Expression, Expression])[] {
    const entries: (readonly [Expression, Expression])[] = [];
    while (!this.take('}')) {
      const key = this.expression();
      this.expect(':');
      entries.push([key, this.expression()]);
      if (!this.take(',') && (this.next.kind !== 'symbol' || this.next.value !== '}')) throw new Unsupported('"}" is expected');
    }
    return entries;
  }
}

/** `__namespace__` is the field `namespace`. */
export function fieldName(name: string): string {
  const plain = spelled.reduce((text, [from, to]) => text.replaceAll(from, to), name);
  return plain.replace(/^__([A-Za-z]+)__$/, '$1');
}
