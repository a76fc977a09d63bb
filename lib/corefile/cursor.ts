import { lastLine, type Token } from './token';

/** A way through tokens as caddy's `Dispenser` goes it: lines count, and braces only as whole tokens. */
export class Cursor {
  private at = -1;
  private nesting = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** The token the cursor stands on. */
  get token(): Token | undefined {
    return this.tokens[this.at];
  }

  get text(): string {
    return this.token?.text ?? '';
  }

  /** To the next token, on whatever line. */
  next(): boolean {
    if (this.at >= this.tokens.length - 1) return false;
    this.at++;
    return true;
  }

  /** To the next token of the same line, a brace too. */
  nextWord(): boolean {
    const [here, following] = [this.tokens[this.at], this.tokens[this.at + 1]];
    if (here === undefined || following === undefined || here.file !== following.file || lastLine(here) !== following.line) return false;
    this.at++;
    return true;
  }

  /** The rest of the line, up to an opening brace. */
  words(): readonly Token[] {
    const words: Token[] = [];
    while (this.nextWord()) {
      if (this.text === '{') {
        this.at--;
        break;
      }
      if (this.token !== undefined) words.push(this.token);
    }
    return words;
  }

  /** To the next token of the block that opens on this line, or has been entered; false at its end. */
  nextInBlock(): boolean {
    if (this.nesting > 0) {
      if (!this.next()) return false;
      if (this.text !== '{') {
        if (this.text !== '}') return true;
        this.nesting--;
        return false;
      }
      this.at--;
    }
    if (!this.nextWord()) return false;
    if (this.text !== '{') {
      this.at--;
      return false;
    }
    if (!this.next() || this.token?.text === '}') return false;
    this.nesting++;
    return true;
  }
}
