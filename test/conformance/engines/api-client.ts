import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';

/** What the server said to one request. */
export interface ApiResponse {
  readonly code: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
}

/** The few requests the tests make, over kept connections. The server's certificate is its own, found in its folder. */
export class ApiClient {
  private agent: Agent | undefined;

  constructor(private readonly port: number, private readonly token: string, private readonly certificate: string) {}

  /** False while there is no certificate yet, no listener, or start-up checks that fail. */
  async isReady(): Promise<boolean> {
    try {
      return (await this.send('GET', '/readyz')).code === 200;
    } catch {
      return false;
    }
  }

  /** Sends a request; text is sent as YAML, anything else as JSON. */
  send(method: 'GET' | 'POST', path: string, body?: unknown): Promise<ApiResponse> {
    this.agent ??= new Agent({ keepAlive: true, maxSockets: 8, ca: readFileSync(this.certificate) });
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const headers: Record<string, string> = { authorization: `Bearer ${this.token}`, accept: 'application/json' };
    if (text !== undefined) headers['content-type'] = typeof body === 'string' ? 'application/yaml' : 'application/json';
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port: this.port, path, method, headers, agent: this.agent }, response => {
        let answer = '';
        response.setEncoding('utf8').on('data', (part: string) => { answer += part; }).on('error', reject)
          .on('end', () => { resolve({ code: response.statusCode ?? 0, body: parse(answer), warnings: warningsIn(response.rawHeaders) }); });
      });
      sent.on('error', reject).end(text);
    });
  }

  close(): void {
    this.agent?.destroy();
  }
}

/** Health checks answer in plain text. */
function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return { message: text };
  }
}

/** The texts of `Warning: 299 - "text"` headers, of which a response has any number. */
function warningsIn(rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders.flatMap((value, i) => {
    if (i % 2 === 0 || rawHeaders[i - 1]?.toLowerCase() !== 'warning') return [];
    const text = /^\d{3} \S+ ("(?:[^"\\]|\\.)*")/.exec(value)?.[1];
    return [text === undefined ? value : text.slice(1, -1).replaceAll(/\\(.)/g, '$1')];
  });
}
