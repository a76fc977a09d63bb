import { replaceVariables, type Environment } from './environment';
import { importedBy, patternProblem, type ImportedFiles } from './imports';
import { lex, type Lexed } from './lexer';
import { errorAt, unknownAt, type CorefileProblem } from './problem';
import { lastLine, type Token } from './token';

/** Keys and what stands below them, with imports and variables in place. */
export interface ParsedBlock {
  readonly keys: readonly Token[];
  /** Tokens of all uses of a plugin, one after the other, as its set-up is given them. */
  readonly plugins: ReadonlyMap<string, readonly Token[]>;
  /** Plugins, or `*` for the block, of which an import that cannot be read may hold more. */
  readonly incomplete: ReadonlySet<string>;
}

export interface Parsed {
  readonly blocks: readonly ParsedBlock[];
  readonly problems: readonly CorefileProblem[];
  readonly lexed: Lexed;
}

/** What is around a Corefile. */
export interface ParseOptions {
  /** @default - nobody knows: a word with a variable is open */
  readonly environment?: Environment;
  /** What can be imported, by path. @default - nobody knows */
  readonly files?: ImportedFiles;
  /** What is wrong with the name of a plugin. @default - every name is one */
  readonly nameProblem?: (name: Token) => CorefileProblem | undefined;
}

/** A file that CoreDNS gives up on. */
class Refusal extends Error {
  constructor(readonly problem: CorefileProblem) {
    super(problem.message);
  }
}

const limits = { snippets: 10_000, files: 100_000, tokens: 200_000 } as const;

/**
 * Reads a Corefile as CoreDNS does, up to its first error of syntax.
 *
 * Source: the parser of coredns/caddy 1.1.4.
 *
 * @example parseCorefile('.:53 {\n  errors\n}\n').blocks[0]?.keys // the token .:53
 */
export function parseCorefile(text: string, options: ParseOptions = {}): Parsed {
  const lexed = lex(text);
  const parser = new Parser(lexed.tokens, options);
  return { ...parser.parse(), lexed };
}

class Parser {
  /** Tokens up to the one the parser stands on, and those to come, the next one last. What is imported is put among them in no time. */
  private readonly done: Token[] = [];
  private readonly rest: Token[];
  /** It stands behind the last token. */
  private beyond = false;
  private keys: Token[] = [];
  private plugins = new Map<string, Token[]>();
  private incomplete = new Set<string>();
  private readonly snippets = new Map<string, readonly Token[]>();
  private readonly problems: CorefileProblem[] = [];
  private readonly expansions = { snippets: 0, files: 0 };

  constructor(tokens: readonly Token[], private readonly options: ParseOptions) {
    this.rest = [...tokens].reverse();
  }

  parse(): Pick<Parsed, 'blocks' | 'problems'> {
    const blocks: ParsedBlock[] = [];
    try {
      while (this.next()) {
        this.keys = [];
        this.plugins = new Map();
        this.incomplete = new Set();
        const ended = this.readKeys();
        if (ended || !this.readSnippet()) {
          if (!ended) this.readContents();
          if (this.keys.length > 0) blocks.push({ keys: this.keys, plugins: this.plugins, incomplete: this.incomplete });
        }
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.problems.push(error.problem);
    }
    return { blocks, problems: this.problems };
  }

  /** @returns whether the file ended with them */
  private readKeys(): boolean {
    let another = false;
    for (;;) {
      const token = this.replaced(this.token);
      const text = token?.text ?? '';
      if (text === 'import' && this.onNewLine()) {
        this.import('*');
        continue;
      }
      if (text === '{') {
        if (another) this.refuse('a comma promises another zone, and "{" follows', 'remove the comma');
        return false;
      }
      if (token !== undefined && text !== '') {
        another = text.endsWith(',');
        this.keys.push(another ? { ...token, text: text.slice(0, -1) } : token);
      }
      if (!this.next()) {
        if (another) this.refuse('a comma promises another zone, and the file ends', 'remove the comma');
        return true;
      }
      if (!another && this.onNewLine()) return false;
    }
  }

  private readSnippet(): boolean {
    const [key] = this.keys;
    if (this.keys.length !== 1 || key === undefined || !key.text.startsWith('(') || !key.text.endsWith(')')) return false;
    const name = key.text.slice(1).replace(/\)$/, '');
    if (this.snippets.has(name)) this.refuse(`snippet "${name}" is there twice`, 'give one of them another name', key);
    if (this.text !== '{') this.refuse(`snippet "${name}" has no block`, 'put its lines into braces', key);
    const tokens: Token[] = [];
    let depth = 1;
    while (this.next()) {
      if (this.token?.text === '}' && --depth === 0) break;
      if (this.text === '{') depth++;
      if (this.token !== undefined) tokens.push(this.token);
    }
    if (depth > 0) this.refuse(`the block of snippet "${name}" is not closed`, 'add a "}"', key);
    tokens.forEach((token, i) => {
      const [before, argument] = [tokens[i - 1], tokens[i + 1]];
      if (token.text !== 'import' || argument === undefined || (before !== undefined && before.file === token.file && before.line === token.line)) return;
      if (this.replaced(argument)?.text === name) this.refuse(`snippet "${name}" imports itself`, 'remove the import', token);
    });
    this.snippets.set(name, tokens);
    return true;
  }

  private readContents(): void {
    const opening = this.text === '{' ? this.token : undefined;
    if (opening === undefined) this.back();
    while (this.next()) {
      if (this.text === '}') break;
      if (this.text === 'import') {
        this.import('*');
        this.back();
      } else this.readDirective();
    }
    const closing = this.token;
    if (opening !== undefined && closing?.text !== '}') this.refuse(`the server block of ${this.keys.map(({ text }) => text).join(' ') || 'nothing'} is not closed`, 'add a "}"', opening);
  }

  private readDirective(): void {
    const written = this.token;
    const name = this.replaced(written);
    if (written === undefined || name === undefined) return;
    const problem = name.open === true ? undefined : this.options.nameProblem?.(name);
    if (problem !== undefined) throw new Refusal(problem);
    const tokens = this.plugins.get(name.text) ?? [];
    this.plugins.set(name.text, tokens);
    tokens.push(written);
    let depth = 0;
    let opening = written;
    while (this.next()) {
      const token = this.token ?? written;
      if (token.text === '{') {
        if (depth++ === 0) opening = token;
      } else if (depth === 0 && this.onNewLine()) {
        this.back();
        return;
      } else if (token.text === '}') {
        if (depth-- === 0) this.refuse('"}" closes nothing', 'put it on a line of its own');
      } else if (token.text === 'import' && this.onNewLine()) {
        this.import(name.text);
        this.back();
        continue;
      }
      tokens.push(this.replaced(token) ?? token);
    }
    if (depth > 0) this.refuse(`the block of ${name.text} is not closed`, 'add a "}"', opening);
  }

  /** Puts what is imported in the place of the import; the cursor then stands on its first token. */
  private import(within: string): void {
    const statement = this.token;
    const argument = this.rest.at(-1);
    if (statement === undefined || argument === undefined || !sameLine(statement, argument)) this.refuse('import names nothing', 'name a snippet or a file');
    this.next();
    const pattern = this.replaced(argument) ?? argument;
    if (pattern.text === '') this.refuse('import names nothing', 'name a snippet or a file', argument);
    const extra = this.rest.at(-1);
    if (extra !== undefined && sameLine(argument, extra)) this.refuse(`import takes one name, and "${extra.text}" is a second`, 'import each on a line of its own', extra);
    const imported = this.imported(pattern, within);
    this.done.length -= 2;
    for (let i = imported.length - 1; i >= 0; i--) {
      const token = imported[i];
      if (token !== undefined) this.rest.push(token);
    }
    if (this.done.length + this.rest.length > limits.tokens) this.refuse('imports make the file longer than any that is meant', 'remove imports that import others', statement);
    this.beyond = !this.next();
  }

  private imported(pattern: Token, within: string): readonly Token[] {
    const snippet = this.snippets.get(pattern.text);
    if (snippet !== undefined) {
      if (++this.expansions.snippets > limits.snippets) this.refuse(`snippets are imported more than ${limits.snippets} times`, 'remove imports that go in circles', pattern);
      return snippet;
    }
    if (++this.expansions.files > limits.files) this.refuse(`files are imported more than ${limits.files} times`, 'remove imports that go in circles', pattern);
    const problem = pattern.open === true ? undefined : patternProblem(pattern.text);
    if (problem !== undefined) this.refuse(problem, 'import several files one by one', pattern);
    const { files } = this.options;
    if (files === undefined || pattern.open === true) {
      this.incomplete.add(within);
      this.problems.push(unknownAt(pattern, `what is imported from "${pattern.text}" is not read`));
      return [];
    }
    const found = importedBy(pattern.text, pattern, files);
    if (found === undefined) return this.refuse(`"${pattern.text}" is neither a snippet that is defined above nor a file`, 'define it before its use, or correct the name', pattern);
    return found.flatMap(file => lex(files[file] ?? '', file).tokens);
  }

  private get token(): Token | undefined {
    return this.beyond ? undefined : this.done.at(-1);
  }

  private get text(): string {
    return this.token?.text ?? '';
  }

  private next(): boolean {
    const token = this.rest.pop();
    if (token === undefined) return false;
    this.beyond = false;
    this.done.push(token);
    return true;
  }

  /** To the token before, so that the next one comes again. */
  private back(): void {
    const token = this.beyond ? undefined : this.done.pop();
    this.beyond = false;
    if (token !== undefined) this.rest.push(token);
  }

  private onNewLine(): boolean {
    const [before, here] = this.beyond ? [this.done.at(-1), undefined] : [this.done.at(-2), this.done.at(-1)];
    if (before === undefined) return true;
    return here !== undefined && (before.file !== here.file || lastLine(before) < here.line);
  }

  private replaced(token: Token | undefined): Token | undefined {
    if (token === undefined || token.open === true) return token;
    const { text, open } = replaceVariables(token.text, this.options.environment);
    return text === token.text && !open ? token : { ...token, text, ...(open ? { open } : {}) };
  }

  private refuse(message: string, help: string, at: Token | undefined = this.token): never {
    throw new Refusal(errorAt(at ?? { line: 1, column: 1 }, message, help));
  }
}

function sameLine(token: Token, following: Token): boolean {
  return token.file === following.file && lastLine(token) === following.line;
}
