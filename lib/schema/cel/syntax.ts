import { tokens, Unsupported, type Token } from './lexer';

/** Words that CEL keeps for languages it may be translated to. Fields may be called so. */
const reserved = new Set(['as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while']);
const operators = new Set(['||', '&&', '<', '<=', '>', '>=', '==', '!=', 'in', '+', '-', '*', '/', '%']);
/** Macros and with how many arguments they are ones; the first names what is looked at. */
const macros: Readonly<Record<string, readonly number[]>> = { all: [2], exists: [2], exists_one: [2], existsOne: [2], filter: [2], map: [2, 3] };

/** What an operand is, as far as macros ask. */
type Form = 'name' | 'field' | 'other';

/**
 * What is wrong with the syntax of a CEL expression, or `undefined`. Types, functions and names are not looked at.
 *
 * Source: the grammar of cel-go 0.28 with the standard macros and without its options.
 *
 * @example celProblem('response.code >=')
 */
export function celProblem(text: string): string | undefined {
  try {
    const all = tokens(text);
    if (all.some(token => 'quoted' in token)) throw new Unsupported('names in backquotes are not read');
    new Checker(all).whole();
    return undefined;
  } catch (error) {
    if (error instanceof Unsupported) return error.message;
    throw error;
  }
}

class Checker {
  private at = 0;
  constructor(private readonly all: readonly Token[]) {}

  whole(): void {
    this.expression();
    if (this.next.kind !== 'end') throw this.unexpected();
  }

  private get next(): Token {
    return this.all[this.at] ?? { kind: 'end', value: '' };
  }

  private unexpected(): Unsupported {
    return new Unsupported(this.next.kind === 'end' ? 'it ends too early' : `"${String(this.next.value)}" is not expected`);
  }

  private is(symbol: string): boolean {
    return this.next.kind === 'symbol' && this.next.value === symbol;
  }

  private take(symbol: string): boolean {
    if (!this.is(symbol)) return false;
    this.at++;
    return true;
  }

  private expect(symbol: string): void {
    if (!this.take(symbol)) throw this.unexpected();
  }

  private expression(): Form {
    const form = this.operands();
    if (!this.take('?')) return form;
    this.operands();
    this.expect(':');
    this.expression();
    return 'other';
  }

  /** Precedence decides nothing of whether there is an expression. */
  private operands(): Form {
    let form = this.unary();
    while ((this.next.kind === 'symbol' || this.next.kind === 'name') && operators.has(this.next.value)) {
      this.at++;
      this.unary();
      form = 'other';
    }
    return form;
  }

  private unary(): Form {
    const sign = ['!', '-'].find(one => this.is(one));
    if (sign === undefined) return this.member();
    while (this.take(sign));
    this.member();
    return 'other';
  }

  private member(): Form {
    let form = this.primary();
    for (;;) {
      if (this.take('.')) {
        const name = this.name();
        form = this.take('(') ? this.call(name, true) : 'field';
      } else if (this.take('[')) {
        this.expression();
        this.expect(']');
        form = 'other';
      } else return form;
    }
  }

  private name(): string {
    const token = this.next;
    if (token.kind !== 'name' || ['in', 'true', 'false', 'null'].includes(token.value)) throw this.unexpected();
    this.at++;
    return token.value;
  }

  private primary(): Form {
    const token = this.next;
    if (this.take('(')) {
      const form = this.expression();
      this.expect(')');
      return form;
    }
    if (this.take('[')) return this.items(']', () => { this.expression(); });
    if (this.take('{')) return this.items('}', () => { this.pair(); });
    if (token.kind === 'end') throw this.unexpected();
    if (token.kind !== 'symbol' && token.kind !== 'name' || token.kind === 'name' && ['true', 'false', 'null'].includes(token.value)) {
      this.at++;
      return 'other';
    }
    this.take('.');
    return this.named();
  }

  /** A name, a call, or a message: `a.b{c: 1}`. */
  private named(): Form {
    const start = this.at;
    const name = this.name();
    while (this.is('.') && this.all[this.at + 1]?.kind === 'name') this.at += 2;
    if (this.take('{')) return this.items('}', () => { this.name(); this.expect(':'); this.expression(); });
    this.at = start + 1;
    if (reserved.has(name)) throw new Unsupported(`"${name}" is a word that CEL keeps for itself`);
    return this.take('(') ? this.call(name, false) : 'name';
  }

  private pair(): void {
    this.expression();
    this.expect(':');
    this.expression();
  }

  /** What stands between brackets; a comma may be the last, and be there alone. */
  private items(end: string, item: () => void): Form {
    if (this.take(',') && !this.is(end)) throw this.unexpected();
    while (!this.take(end)) {
      item();
      if (!this.take(',') && !this.is(end)) throw this.unexpected();
    }
    return 'other';
  }

  private call(name: string, method: boolean): Form {
    const forms: Form[] = [];
    while (!this.take(')')) {
      if (forms.length > 0) this.expect(',');
      forms.push(this.expression());
    }
    if (!method && name === 'has' && forms.length === 1 && forms[0] !== 'field') throw new Unsupported('"has" takes a field');
    if (method && macros[name]?.includes(forms.length) === true && forms[0] !== 'name') throw new Unsupported(`"${name}" takes a name first`);
    return 'other';
  }
}
