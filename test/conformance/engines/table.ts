import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** One line of the closing table: what an engine was asked within one purpose. */
export interface Row {
  readonly engine: string;
  /** Why it was asked: `planted`, `generated`, `examples`. */
  readonly purpose: string;
  readonly objects: number;
  readonly refused: number;
  readonly seconds: number;
}

/** Test files run in processes of their own; they find the shared file through this variable. */
const variable = 'CONFORMANCE_TABLE';

/** Opens the table of a run, before any test process is started. */
export function openTable(): void {
  process.env[variable] = join(mkdtempSync(join(tmpdir(), 'conformance-table-')), 'rows');
}

/** Adds to the table. Without one, as in a single test started from an editor, nothing is kept. */
export function record(row: Row): void {
  const file = process.env[variable];
  if (file !== undefined && row.objects > 0) appendFileSync(file, `${JSON.stringify(row)}\n`);
}

/** The table as text, one line per engine and purpose; removes what was kept. */
export function closeTable(): string {
  const file = process.env[variable];
  if (file === undefined) return '';
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  rmSync(dirname(file), { recursive: true, force: true });
  return lines.length === 0 ? '' : render(sum(lines.map(line => JSON.parse(line) as Row)));
}

function sum(rows: readonly Row[]): readonly Row[] {
  const sums = new Map<string, Row>();
  for (const row of rows) {
    const key = `${row.engine} ${row.purpose}`;
    const known = sums.get(key);
    sums.set(key, known === undefined ? row : { ...row, objects: known.objects + row.objects, refused: known.refused + row.refused, seconds: known.seconds + row.seconds });
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function render(rows: readonly Row[]): string {
  const cells = [['engine', 'purpose', 'objects', 'refused', 'seconds'], ...rows.map(row => [row.engine, row.purpose, String(row.objects), String(row.refused), row.seconds.toFixed(2)])];
  const widths = [0, 1, 2, 3, 4].map(column => Math.max(...cells.map(line => line[column]?.length ?? 0)));
  return cells.map(line => line.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')).join('\n');
}

/** Counts what one client asks, and adds it to the table when the client stops. */
export class Tally {
  private objects = 0;
  private refused = 0;
  private milliseconds = 0;

  constructor(private readonly engine: string, private readonly purpose: string) {}

  /** Measures a question; `count` says how many objects it was about and how many of them were refused. */
  async measure<Answer>(question: () => Promise<Answer>, count: (answer: Answer) => { readonly objects: number; readonly refused: number }): Promise<Answer> {
    const from = performance.now();
    const answer = await question();
    this.milliseconds += performance.now() - from;
    const { objects, refused } = count(answer);
    this.objects += objects;
    this.refused += refused;
    return answer;
  }

  close(): void {
    record({ engine: this.engine, purpose: this.purpose, objects: this.objects, refused: this.refused, seconds: this.milliseconds / 1000 });
    this.objects = this.refused = this.milliseconds = 0;
  }
}
