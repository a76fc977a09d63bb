import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (problem: Error) => void;
}

/**
 * A program that reads one JSON question per line and writes one JSON answer per line.
 *
 * It ends when its input ends; since the input is a pipe of ours, it also ends when this process dies, however it dies.
 */
export class LineProcess {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting = new Map<number, Waiting>();
  private readonly ended: Promise<void>;
  private lastWords = '';
  private next = 1;

  constructor(private readonly name: string, binary: string, args: readonly string[] = []) {
    this.child = spawn(binary, [...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    createInterface({ input: this.child.stdout }).on('line', line => { this.hear(line); });
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => { this.lastWords = (this.lastWords + text).slice(-2000); });
    // Writing to a program that is gone is reported by its end, not by the pipe.
    this.child.stdin.on('error', () => undefined);
    this.ended = new Promise(resolve => {
      this.child.on('error', problem => { this.fail(`cannot be started: ${problem.message}`); resolve(); });
      this.child.on('close', code => { this.fail(`ended with code ${String(code)}`); resolve(); });
    });
  }

  /** Sends a question. Questions may be sent ahead; answers come in order. */
  ask(question: object): Promise<unknown> {
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      if (this.child.exitCode !== null) this.fail('has ended');
      else this.child.stdin.write(`${JSON.stringify({ ...question, id })}\n`);
    });
  }

  /** Ends the input and waits until the program is gone; one that hangs is killed. */
  async stop(): Promise<void> {
    this.child.stdin.end();
    const timer = setTimeout(() => { this.child.kill('SIGKILL'); }, 5_000);
    await this.ended;
    clearTimeout(timer);
  }

  private hear(line: string): void {
    const { id, answer, failure } = JSON.parse(line) as { readonly id?: number; readonly answer?: unknown; readonly failure?: string };
    const waiting = this.waiting.get(id ?? -1);
    if (waiting === undefined) return;
    this.waiting.delete(id ?? -1);
    if (failure === undefined) waiting.resolve(answer);
    else waiting.reject(new Error(`${this.name} could not answer: ${failure}`));
  }

  private fail(reason: string): void {
    const words = this.lastWords === '' ? '' : `; it last wrote: ${this.lastWords.trim()}`;
    for (const { reject } of this.waiting.values()) reject(new Error(`${this.name} ${reason}${words}`));
    this.waiting.clear();
  }
}
