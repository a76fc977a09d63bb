import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient } from './api-client';
import { conformanceFolder, partOf, pathOf } from './parts';

/** A kube-apiserver with its etcd, in a folder of their own. */
export interface ApiServerProcess {
  readonly client: ApiClient;
  /** Logs, certificates and the store; gone once it has stopped. */
  readonly folder: string;
  /** Stops both and waits until the folder is gone. */
  stop(): Promise<void>;
}

/**
 * Starts etcd and kube-apiserver on free loopback ports and waits until the server is ready.
 *
 * A port may be taken between the moment it was found free and the moment it is bound, so a start that fails is tried again.
 */
export async function startProcess(disabledAdmission: readonly string[]): Promise<ApiServerProcess> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(disabledAdmission);
    } catch (problem) {
      if (attempt === 3) throw problem;
    }
  }
}

async function startOnce(disabledAdmission: readonly string[]): Promise<ApiServerProcess> {
  const [etcdPort, peerPort, apiPort] = await freePorts();
  const folder = mkdtempSync(join(tmpdir(), 'conformance-apiserver-'));
  const token = randomBytes(16).toString('hex');
  writeFileSync(join(folder, 'sa.key'), generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' }));
  writeFileSync(join(folder, 'tokens.csv'), `${token},admin,admin,"system:masters"\n`, { mode: 0o600 });
  const args = [folder, partOf('apiserver').etcd ?? 'etcd', pathOf('apiserver'), String(etcdPort), String(peerPort), String(apiPort), disabledAdmission.join(',')];
  // A process group of its own: an interrupt at the terminal must reach the tests only, which then close the pipe.
  const child = spawn(join(conformanceFolder, 'apiserver', 'serve.sh'), args, { stdio: ['pipe', 'pipe', 'ignore'], detached: true });
  const closed = new Promise<void>(resolve => child.once('close', () => { resolve(); }));
  const client = new ApiClient(apiPort, token, join(folder, 'certs', 'apiserver.crt'));
  const stop = async (): Promise<void> => {
    client.close();
    child.stdin?.end();
    await closed;
  };
  try {
    await ready(child, client);
    return { client, folder, stop };
  } catch (problem) {
    const log = lastLines(join(folder, 'apiserver.log')) + lastLines(join(folder, 'etcd.log'));
    await stop();
    throw new Error(`${problem instanceof Error ? problem.message : String(problem)}\n${log}`, { cause: problem });
  }
}

/** Ready when the server says so; failed when a process ended, or after a minute. */
async function ready(child: ChildProcess, client: ApiClient): Promise<void> {
  let ended = false;
  child.once('error', () => { ended = true; });
  child.stdout?.once('data', () => { ended = true; });
  for (const deadline = Date.now() + 60_000; Date.now() < deadline && !ended;) {
    if (await client.isReady()) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(ended ? 'etcd or kube-apiserver ended at once' : 'kube-apiserver was not ready after 60 s');
}

function lastLines(file: string): string {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(-8).join('\n');
  } catch {
    return '';
  }
}

/** Three different ports: all are held until all are known. */
async function freePorts(): Promise<readonly [number, number, number]> {
  const servers = await Promise.all([1, 2, 3].map(() => new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => { resolve(server); });
  })));
  const ports = servers.map(server => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
  return [ports[0] ?? 0, ports[1] ?? 0, ports[2] ?? 0];
}
