/** An object as it is asked about. Mutants are objects too, so nothing is promised about its fields. */
export type KubernetesObject = Readonly<Record<string, unknown>>;

/** What a validating engine says of one object. */
export interface Verdict {
  /** False if the engine has no idea of the kind: then it judged nothing, and the lists are empty. */
  readonly known: boolean;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** A running engine: ask as often as you like, then stop it. */
export interface Engine<Question, Answer> {
  ask(question: Question): Promise<Answer>;
  stop(): Promise<void>;
}

/** Whether an engine that knows the object has nothing against it. */
export function accepts(verdict: Verdict): boolean {
  return verdict.known && verdict.errors.length === 0;
}

/** `Service shop/web: errors`, for a message about objects that should have been accepted. */
export function explain(objects: readonly KubernetesObject[], verdicts: readonly Verdict[]): string {
  return verdicts.flatMap((verdict, i) => (accepts(verdict) ? [] : [`${nameOf(objects[i] ?? {})}: ${verdict.known ? verdict.errors.join('; ') : 'kind is not known'}`])).join('\n');
}

/** `Service shop/web`, from whatever is there. */
export function nameOf(object: KubernetesObject): string {
  const metadata = typeof object['metadata'] === 'object' && object['metadata'] !== null ? object['metadata'] as KubernetesObject : {};
  const namespace = metadata['namespace'];
  return [String(object['kind']), [namespace, metadata['name']].filter(part => typeof part === 'string').join('/')].join(' ');
}
