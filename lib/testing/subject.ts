import type { App, Chart } from 'cdk8s';
import type { GivenObject } from '../cluster/given';
import { classify } from '../cluster/read/classify';
import type { InputFile } from '../cluster/read/read';
import { inputFiles } from '../files/input';
import { isObject, type JsonObject } from '../model/json';
import { UsageError } from '../model/usage-error';

/** What an expectation can be about: a cdk8s App or one of its Charts, a list of objects, YAML or JSON text, or a path of manifests. */
export type Subject = App | Chart | readonly object[] | string;

/** A construct as far as it is asked here. By shape: another copy of cdk8s has other classes. */
export interface ConstructLike {
  readonly node: {
    readonly path: string;
    readonly root: ConstructLike;
    findAll(): readonly ConstructLike[];
  };
}

/** What was given, taken apart. */
export type Given =
  | { readonly kind: 'construct'; readonly construct: ConstructLike }
  | { readonly kind: 'objects'; readonly objects: readonly GivenObject[] }
  | { readonly kind: 'files'; readonly files: readonly InputFile[] };

const fix = 'give an App, a Chart, a list of objects, YAML text, or a path of manifests';

/** @throws UsageError for what holds no manifests, and for paths that name nothing */
export function given(subject: unknown): Given {
  if (typeof subject === 'string') return { kind: 'files', files: isText(subject) ? [{ path: 'text', text: subject }] : inputFiles([subject]) };
  if (Array.isArray(subject)) return { kind: 'objects', objects: subject.map((item: unknown, i) => ({ written: plain(item, i) })) };
  if (isConstruct(subject)) return { kind: 'construct', construct: subject };
  throw new UsageError({ what: `an expectation about ${isObject(subject) ? (typeof subject['kind'] === 'string' ? `a single ${subject['kind']}` : 'an object') : String(subject)}`, fix: isObject(subject) && typeof subject['kind'] === 'string' ? 'put it in a list' : fix });
}

/** A path has no line ends, and nothing after a colon. */
function isText(subject: string): boolean {
  return /\n|:\s|^\s*[{[]/.test(subject);
}

function isConstruct(subject: unknown): subject is ConstructLike {
  const node = isObject(subject) ? subject['node'] : undefined;
  return isObject(node) && typeof node['findAll'] === 'function';
}

/** As YAML or JSON would carry it: without what is `undefined`. */
function plain(item: unknown, i: number): JsonObject {
  const classified = classify(copied(item, i));
  if (classified.is === 'object') return classified.object;
  throw new UsageError({ what: `[${i}] of the list ${classified.is === 'broken' ? classified.problem : 'is no Kubernetes object'}`, fix: 'give objects with apiVersion, kind and metadata' });
}

function copied(item: unknown, i: number): unknown {
  try {
    const text = JSON.stringify(item) as string | undefined;
    return text === undefined ? undefined : JSON.parse(text);
  } catch (error) {
    throw new UsageError({ what: `[${i}] of the list cannot be written as JSON: ${error instanceof Error ? error.message.split('\n')[0] ?? '' : String(error)}`, fix: 'give plain data' });
  }
}
