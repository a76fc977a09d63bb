import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiClient } from './api-client';
import { startProcess } from './apiserver-process';
import type { KubernetesObject } from './engine';
import type { CrdSet } from './objects';
import { pathOf } from './parts';
import { Tally } from './table';

/** What a real API server said to one object. */
export interface DryRun {
  readonly accepted: boolean;
  /** The HTTP status; 404 if the server does not know the kind. */
  readonly code: number;
  /** Why it was refused; empty if it was not. */
  readonly message: string;
  readonly warnings: readonly string[];
  /** The object as the server would keep it, with its defaults; empty if it was refused. */
  readonly object: KubernetesObject;
}

export interface ApiServer {
  /** Where it keeps everything, logs included, while it runs. */
  readonly folder: string;
  /** Server-side dry-run create of each object with strict field validation: nothing is created. */
  dryRun(objects: readonly KubernetesObject[]): Promise<readonly DryRun[]>;
  stop(): Promise<void>;
}

export interface ApiServerOptions {
  readonly purpose: string;
  /** CRD sets to install; the default sets unless given. Two that describe the same kinds cannot be together. */
  readonly sets?: readonly CrdSet[];
  /**
   * Namespaces to create for real. With them the namespace life cycle and Pod Security are enforced; without, objects of
   * namespaces that do not exist are judged for themselves.
   */
  readonly namespaces?: readonly KubernetesObject[];
}

interface IndexEntry {
  readonly set: CrdSet;
  readonly default: boolean;
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly file: string;
}

/** Starts a real API server with the pinned CRDs, empty but for the namespaces that are asked for. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const disabled = options.namespaces === undefined ? ['ServiceAccount', 'NamespaceLifecycle', 'PodSecurity'] : ['ServiceAccount'];
  const { client, folder, stop } = await startProcess(disabled);
  const tally = new Tally('apiserver', options.purpose);
  try {
    await install(client, options.sets);
    for (const namespace of options.namespaces ?? []) await post(client, '/api/v1/namespaces', namespace);
  } catch (problem) {
    await stop();
    throw problem;
  }
  const resources = new Map<string, Promise<Resources>>();
  return {
    folder,
    dryRun: objects => tally.measure(() => Promise.all(objects.map(object => dryRun(client, resources, object))),
      answers => ({ objects: answers.length, refused: answers.filter(answer => !answer.accepted).length })),
    stop: async () => { tally.close(); await stop(); },
  };
}

/** Posts the CRDs as they are written, then waits until each of them is served. */
async function install(client: ApiClient, sets: readonly CrdSet[] | undefined): Promise<void> {
  const folder = pathOf('crds');
  const index = (JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as readonly IndexEntry[]).filter(entry => sets?.includes(entry.set) ?? entry.default);
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  await Promise.all(index.map(entry => post(client, path, readFileSync(join(folder, entry.file), 'utf8'))));
  const missing = new Set(index.map(entry => `${entry.plural}.${entry.group}`));
  for (const deadline = Date.now() + 60_000; missing.size > 0;) {
    if (Date.now() > deadline) throw new Error(`not served after 60 s: ${[...missing].join(', ')}`);
    const { items = [] } = (await client.send('GET', path)).body as { readonly items?: readonly CrdStatus[] };
    for (const crd of items) if (crd.status?.conditions?.some(condition => condition.type === 'Established' && condition.status === 'True') === true && await served(client, crd)) missing.delete(crd.metadata.name);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

interface CrdStatus {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly group: string; readonly names: { readonly kind: string }; readonly versions: readonly { readonly name: string; readonly served: boolean }[] };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** A CRD is established a moment before discovery shows its kinds. */
async function served(client: ApiClient, crd: CrdStatus): Promise<boolean> {
  for (const version of crd.spec.versions) if (version.served && !(await resourcesOf(client, `${crd.spec.group}/${version.name}`)).has(crd.spec.names.kind)) return false;
  return true;
}

async function post(client: ApiClient, path: string, body: unknown): Promise<void> {
  const { code, body: answer } = await client.send('POST', path, body);
  if (code > 201) throw new Error(`kube-apiserver answered ${code}: ${String(answer['message'])}`);
}

type Resources = ReadonlyMap<string, { readonly name: string; readonly namespaced: boolean }>;

/** The kinds of one group version, by name. */
async function resourcesOf(client: ApiClient, apiVersion: string): Promise<Resources> {
  const { body } = await client.send('GET', rootOf(apiVersion));
  const { resources = [] } = body as { readonly resources?: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[] };
  return new Map(resources.filter(resource => !resource.name.includes('/')).map(resource => [resource.kind, resource]));
}

function rootOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

async function dryRun(client: ApiClient, known: Map<string, Promise<Resources>>, object: KubernetesObject): Promise<DryRun> {
  const apiVersion = String(object['apiVersion']);
  const resources = known.get(apiVersion) ?? resourcesOf(client, apiVersion);
  known.set(apiVersion, resources);
  const resource = (await resources).get(String(object['kind']));
  if (resource === undefined) return { accepted: false, code: 404, message: `the server has no ${apiVersion} ${String(object['kind'])}`, warnings: [], object: {} };
  const metadata = object['metadata'] as { readonly namespace?: unknown } | undefined;
  const namespace = typeof metadata?.namespace === 'string' && metadata.namespace !== '' ? metadata.namespace : 'default';
  const path = `${rootOf(apiVersion)}/${resource.namespaced ? `namespaces/${encodeURIComponent(namespace)}/` : ''}${resource.name}?dryRun=All&fieldValidation=Strict`;
  const { code, body, warnings } = await client.send('POST', path, object);
  const accepted = code === 200 || code === 201;
  return { accepted, code, message: accepted ? '' : String(body['message']), warnings, object: accepted ? body : {} };
}
