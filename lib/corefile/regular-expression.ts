/** Letters that mean something after a backslash, and whatever is no letter and no digit. */
const escapes = /^\\(?:[dDsSwWafnrtvAbBz]|(?![0-9A-Za-z])[\p{ASCII}])/u;
const escapesInClass = /^\\(?:[dDsSwWafnrtv]|(?![0-9A-Za-z])[\p{ASCII}])/u;

/** What is known of a regular expression of Go's `regexp`: the number of its groups, or why it is none. */
export type Expression = { readonly groups: number } | { readonly problem: string };

const most = { repeat: 1000, depth: 1000 } as const;

/**
 * Reads a regular expression as Go's `regexp` does, without making one.
 *
 * Source: the syntax of RE2, and the limits of Go's `regexp/syntax`.
 *
 * @example readExpression('(a|b)+') // { groups: 1 }
 */
export function readExpression(pattern: string): Expression {
  try {
    return { groups: new Reader(pattern).read() };
  } catch (error) {
    if (error instanceof SyntaxProblem) return { problem: error.message };
    throw error;
  }
}

class SyntaxProblem extends Error {}

class Reader {
  private at = 0;
  private groups = 0;
  private depth = 0;
  private readonly names = new Set<string>();

  constructor(private readonly text: string) {}

  read(): number {
    this.alternatives();
    if (this.at < this.text.length) this.fail('has a ")" that closes nothing');
    return this.groups;
  }

  /** @returns the largest product of repetitions within */
  private alternatives(): number {
    if (++this.depth > most.depth) this.fail('is nested too deep');
    let largest = 1;
    while (this.at < this.text.length && this.char !== ')') {
      if (this.char === '|') this.at++;
      else largest = Math.max(largest, this.piece());
    }
    this.depth--;
    return largest;
  }

  private piece(): number {
    let { times, repeatable } = this.atom();
    let repeated = false;
    for (;;) {
      const count = /^\{(\d+)(,?)(\d*)\}/.exec(this.rest);
      const operator = count?.[0] ?? (/^[*+?]/.test(this.rest) ? this.char : undefined);
      if (operator === undefined) return times;
      if (!repeatable) this.fail(`repeats nothing with "${operator}"`);
      if (repeated) this.fail(`repeats a repetition with "${operator}"`);
      repeated = true;
      this.at += operator.length;
      if (count !== null) times *= this.repetitions(count);
      if (times > most.repeat) this.fail(`repeats more than ${most.repeat} times in all`);
      if (this.char === '?') this.at++;
      repeatable = true;
    }
  }

  private repetitions([all, least = '', comma = '', greatest = '']: RegExpExecArray): number {
    if (/^0\d/.test(least) || /^0\d/.test(greatest)) return 1;
    const [from, to] = [Number(least), comma === '' ? Number(least) : greatest === '' ? Number(least) : Number(greatest)];
    if (from > most.repeat || to > most.repeat || to < from) this.fail(`repeats ${all} times`);
    return Math.max(to, 1);
  }

  private atom(): { readonly times: number; readonly repeatable: boolean } {
    const { char } = this;
    if (char === '(') return this.group();
    if (char === '[') this.characterClass();
    else if (char === '\\') return { times: 1, repeatable: this.escape(false) };
    else if (char === '*' || char === '+' || char === '?' || /^\{\d+(?:,\d*)?\}/.test(this.rest)) this.fail(`repeats nothing with "${char}"`);
    else this.at += char.length;
    return { times: 1, repeatable: true };
  }

  private group(): { readonly times: number; readonly repeatable: boolean } {
    this.at++;
    if (this.char === '?') {
      const name = /^\?P?<([^>]*)>/.exec(this.rest);
      const flags = /^\?([imsU]*(?:-[imsU]+)?)([:)])/.exec(this.rest);
      if (name !== null) {
        const given = name[1] ?? '';
        if (!/^\w+$/.test(given)) this.fail(`names a group "${given}"`);
        if (this.names.has(given)) this.fail(`names two groups "${given}"`);
        this.names.add(given);
        this.groups++;
        this.at += name[0].length;
      } else if (flags !== null) {
        this.at += flags[0].length;
        if (flags[2] === ')') return { times: 1, repeatable: false };
      } else this.fail(`has a group "(${this.rest.slice(0, 3)}" that Go does not know`);
    } else this.groups++;
    const times = this.alternatives();
    if (this.char !== ')') this.fail('has a "(" that is not closed');
    this.at++;
    return { times, repeatable: true };
  }

  private characterClass(): void {
    this.at++;
    if (this.char === '^') this.at++;
    let first = true;
    while (first || this.char !== ']') {
      if (this.at >= this.text.length) this.fail('has a "[" that is not closed');
      first = false;
      const named = /^\[:([\s\S]*?):\]/.exec(this.rest);
      if (named !== null) {
        if (!/^\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit)$/.test(named[1] ?? '')) this.fail(`has a class ${named[0]} that Go does not know`);
        this.at += named[0].length;
        continue;
      }
      if (/^\\(?:[dDsSwW]|[pP])/.test(this.rest)) {
        this.escape(true);
        continue;
      }
      const low = this.classCharacter();
      if (this.char === '-' && this.text[this.at + 1] !== ']' && this.at + 1 < this.text.length) {
        this.at++;
        if (this.classCharacter() < low) this.fail('has a range whose end is before its beginning');
      }
    }
    this.at++;
  }

  private classCharacter(): number {
    if (this.at >= this.text.length) this.fail('has a "[" that is not closed');
    if (this.char !== '\\') {
      const { char } = this;
      this.at += char.length;
      return char.codePointAt(0) ?? 0;
    }
    const from = this.at;
    this.escape(true);
    return valueOf(this.text.slice(from, this.at));
  }

  /** @returns whether what it stands for can be repeated */
  private escape(inClass: boolean): boolean {
    const { rest } = this;
    const hex = /^\\x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))/.exec(rest);
    const property = /^\\[pP](?:\{\^?([^}]*)\}|(.))/u.exec(rest);
    const octal = /^\\(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest);
    if (hex !== null) {
      if (Number.parseInt(hex[1] ?? hex[2] ?? '', 16) > 0x10ffff) this.fail('has a character beyond Unicode');
      this.at += hex[0].length;
    } else if (property !== null) {
      if (!isProperty((property[1] ?? property[2] ?? '').replace(/^\^/, ''))) this.fail(`has a class ${property[0]} that Go does not know`);
      this.at += property[0].length;
    } else if (octal !== null) this.at += octal[0].length;
    else if (/^\\Q/.test(rest) && !inClass) {
      const end = rest.indexOf('\\E');
      this.at += end < 0 ? rest.length : end + 2;
      return end !== 2 && rest.length > 2;
    } else if ((inClass ? escapesInClass : escapes).test(rest)) this.at += 2;
    else this.fail(`has an escape "${rest.slice(0, 2)}" that Go does not know`);
    return true;
  }

  private get rest(): string {
    return this.text.slice(this.at);
  }

  private get char(): string {
    const point = this.text.codePointAt(this.at);
    return point === undefined ? '' : String.fromCodePoint(point);
  }

  private fail(why: string): never {
    throw new SyntaxProblem(`"${this.text.length > 60 ? `${this.text.slice(0, 60)}…` : this.text}" ${why}`);
  }
}

function isProperty(name: string): boolean {
  if (name === 'Any') return true;
  const known = /^(?:C|Cc|Cf|Co|Cs|L|Ll|Lm|Lo|Lt|Lu|M|Mc|Me|Mn|N|Nd|Nl|No|P|Pc|Pd|Pe|Pf|Pi|Po|Ps|S|Sc|Sk|Sm|So|Z|Zl|Zp|Zs)$/.test(name);
  if (known || !/^[A-Z][A-Za-z_]+$/.test(name)) return known;
  try {
    return new RegExp(`\\p{Script=${name}}`, 'u') instanceof RegExp && name.length > 4;
  } catch {
    return false;
  }
}

function valueOf(escape: string): number {
  const hex = /^\\x\{?([0-9A-Fa-f]+)/.exec(escape)?.[1];
  if (hex !== undefined) return Number.parseInt(hex, 16);
  if (/^\\[0-7]/.test(escape)) return Number.parseInt(escape.slice(1), 8);
  const control = 'a\x07f\x0cn\nr\rt\tv\x0b'.indexOf(escape.charAt(1));
  return control >= 0 && control % 2 === 0 ? 'a\x07f\x0cn\nr\rt\tv\x0b'.charCodeAt(control + 1) : escape.codePointAt(1) ?? 0;
}
