import type { FieldPath, Source } from '../../model/finding';
import type { JsonObject } from '../../model/json';
import { isList, type GivenObject } from '../given';
import { shapeProblem } from './bounds';
import { classify } from './classify';
import { splitDocuments, unfused, type Document } from './documents';
import { isJson, parseJson } from './json';
import { layerOf, patchesOf } from './kustomize';
import { readableList } from './list';
import { positionOf } from './position';
import { repeatedJsonKeys } from './repeated-json-keys';
import { repeatedKeys } from './repeated-keys';
import { SharedParts } from './shared-parts';
import { parseYaml, type Fault } from './yaml';

/** A file as a shell hands it over. `text` is `undefined` for what is no text. */
export interface InputFile {
  readonly path: string;
  readonly text: string | undefined;
}

/** A file, or a part of it, that claims to hold objects and cannot be read. The rest is read all the same. */
export interface InputError {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Why a file was left out. */
export type SkipReason = 'not Kubernetes objects' | 'Helm templates' | 'kustomization files' | 'kustomize patches' | 'construct metadata of cdk8s' | 'not text';

/** What files hold. */
export interface Reading {
  readonly objects: readonly GivenObject[];
  readonly errors: readonly InputError[];
  /** Files or documents left out, by reason. */
  readonly skipped: ReadonlyMap<SkipReason, number>;
  /** What to do so that more can be read: `render first: helm template charts/web`. Each once. */
  readonly advice: readonly string[];
  /** Documents by file, for positions. */
  readonly documents: ReadonlyMap<string, readonly Document[]>;
}

/**
 * Reads files as `kubectl` would: YAML, JSON, Lists and dumps. What is no object is skipped and counted; what claims to be one and cannot
 * be read is an error with its line, never a silent pass.
 *
 * @example readFiles([{ path: 'web.yaml', text }]).objects
 */
export function readFiles(files: readonly InputFile[]): Reading {
  const kustomizations = new Map<string, readonly string[]>();
  for (const { path, text } of files) if (isKustomization(path) && text !== undefined) kustomizations.set(folderOf(path), patchesOf(folderOf(path), text));
  const patches = new Set([...kustomizations.values()].flat());
  const reader = new Reader(kustomizations);
  for (const file of files) {
    if (patches.has(file.path)) reader.skip('kustomize patches');
    else reader.read(file);
  }
  return reader.reading();
}

class Reader {
  private readonly objects: GivenObject[] = [];
  private readonly errors: InputError[] = [];
  private readonly skipped = new Map<SkipReason, number>();
  private readonly advice = new Set<string>();
  private readonly documents = new Map<string, Document[]>();
  private readonly shared = new SharedParts();

  constructor(private readonly kustomizations: ReadonlyMap<string, unknown>) {}

  reading(): Reading {
    const { objects, errors, skipped, documents } = this;
    return { objects, errors, skipped, advice: [...this.advice].sort(), documents };
  }

  skip(reason: SkipReason): void {
    this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + 1);
  }

  read({ path, text }: InputFile): void {
    if (/(?:^|\/)construct-metadata\.json$/.test(path)) return this.skip('construct metadata of cdk8s');
    if (text === undefined) return this.skip('not text');
    if (isKustomization(path)) {
      this.advice.add(`run "kustomize build ${folderOf(path) || '.'}" and check what it prints`);
      return this.skip('kustomization files');
    }
    const values = isJson(text) ? parseJson(text) : undefined;
    if (values === undefined) return this.readYaml(path, text);
    if ('message' in values) return this.fail(path, 1, values);
    for (const { value, ...document } of values) this.take(path, document, value, () => repeatedJsonKeys(document.text, value));
  }

  private readYaml(path: string, text: string): void {
    const { documents, separators } = splitDocuments(text);
    const parsed = documents.map(document => ({ document, result: this.shared.parse(document.text) }));
    if (text.includes('{{') && parsed.some(({ document, result }) => 'message' in result && isTemplate(document.text))) return this.skipTemplate(path);
    for (const { line, after } of separators) this.fail(path, line, { message: `"${after}" follows a document separator; nothing but a comment may stand there`, line: 1 });
    for (const { document, result } of parsed) {
      // Fused documents repeat their keys, so those that can be read without a fault are one.
      const parts = 'message' in result || result.faults.length > 0 ? unfused(document) : [document];
      if (parts.length > 1) {
        this.fail(path, document.line, { message: `${parts.length} objects stand in one document without "---" between them; cdk8s synth --stdout prints charts so: synthesise to files, or print one chart`, line: 1 });
        for (const part of parts) this.settle(path, part, parseYaml(part.text));
      } else this.settle(path, document, result);
    }
  }

  /** A chart's templates are one thing to render, however many they are. */
  private skipTemplate(path: string): void {
    const chart = /^(.*?)\/?templates\//.exec(path)?.[1];
    this.advice.add(`render first: helm template ${chart === undefined || chart === '' ? (folderOf(path) || '.') : chart}`);
    this.skip('Helm templates');
  }

  private settle(path: string, document: Document, result: ReturnType<typeof parseYaml>): void {
    if ('message' in result) {
      if (claimsObject(document.text)) this.fail(path, document.line, result);
      else this.skip('not Kubernetes objects');
      return;
    }
    this.take(path, document, result.value, () => (result.faults.length > 0 ? repeatedKeys(document.text) : []));
  }

  private take(path: string, document: Document, value: unknown, repeatedIn: () => readonly FieldPath[]): void {
    const shape = shapeProblem(value, document.text);
    if (shape !== undefined) {
      this.fail(path, document.line, { message: `the document ${shape}`, line: 1 });
      return;
    }
    const classified = classify(value);
    if (classified.is === 'empty') return;
    if (classified.is === 'broken') this.fail(path, document.line + leadingLines(document.text), { message: classified.problem, line: 1 });
    else if (classified.is === 'kustomization') this.skip('kustomization files');
    else if (classified.is === 'other') this.skip('not Kubernetes objects');
    else {
      const repeated = repeatedIn();
      const { object } = classified;
      this.objects.push({ written: isList(object) ? this.readable(path, document, object) : object, source: this.sourceOf(path, document), ...(repeated.length > 0 ? { repeated } : {}) });
    }
  }

  /** A List with what is no object left empty, so that the others keep their places. */
  private readable(path: string, document: Document, list: JsonObject): JsonObject {
    const { problems, readable } = readableList(list);
    for (const { at, problem } of problems) this.fail(path, document.line, { message: problem, line: positionOf(document.text, at).line });
    return readable;
  }

  private sourceOf(path: string, document: Document): Source {
    const known = this.documents.get(path) ?? [];
    if (known.length === 0) this.documents.set(path, known);
    known.push(document);
    const layer = layerOf(folderOf(path), this.kustomizations);
    return { file: path, document: known.length - 1, inside: [], ...(layer === undefined ? {} : { layer }) };
  }

  private fail(file: string, line: number, fault: Fault): void {
    this.errors.push({ file, line: line + fault.line - 1, message: fault.message });
  }
}

function isKustomization(path: string): boolean {
  return /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(path);
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/** Braces where a value or a line begins: what Helm writes, and what no object of a cluster has outside its texts. */
function isTemplate(document: string): boolean {
  return /^\s*(?:[^\s#][^\n]*[:,[-][ \t]*)?\{\{/m.test(document);
}

/** Whether a text that cannot be read was meant to be an object: it begins with a version, or says version and kind somewhere. */
function claimsObject(text: string): boolean {
  return /^(?:\{\s*)?["']?apiVersion["']?[ \t]*:/m.test(text) || (says(text, 'apiVersion') && says(text, 'kind'));
}

function says(text: string, key: string): boolean {
  return new RegExp(`(?:^|[{,])[ \\t]*["']?${key}["']?[ \\t]*:`, 'm').test(text);
}

/** Lines before the first that says something. */
function leadingLines(text: string): number {
  const match = /^(?:[ \t]*(?:#.*)?\r?\n)*/.exec(text);
  return match === null ? 0 : match[0].split('\n').length - 1;
}
