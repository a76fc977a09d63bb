import { clusterOf } from '../../lib/cluster/cluster-of';
import { factsOf, type Facts } from '../../lib/cluster/facts';
import type { GivenObject } from '../../lib/cluster/given';
import type { Recorded } from '../../lib/intents/intents';
import type { Finding } from '../../lib/model/finding';
import type { JsonObject } from '../../lib/model/json';
import type { ObjectReference } from '../../lib/model/object';
import type { Platform } from '../../lib/platform/platform';
import { istioSidecar } from '../../lib/platform/presets';
import { run, type Outcome, type Rule, type View } from '../../lib/rules/rule';
import { withDefaults } from '../../lib/schema/answers';
import type { SchemaOptions } from '../../lib/schema/schemas';
import { bundledSchemas } from './schemas';
import { worldOf } from './world';

/** What a program has made, as a test says it. */
export interface Given {
  readonly platform?: Platform;
  readonly objects?: readonly GivenObject[];
  readonly intents?: readonly Recorded[];
  readonly undeclaredNamespaces?: View['undeclaredNamespaces'];
}

/** What a rule looks at in a program, with what the test cares about filled in. */
export function view({ platform = istioSidecar({ cluster: 'test', routing: 'istio' }), objects = [], intents = [], undeclaredNamespaces = [] }: Given = {}): View {
  return { cluster: clusterOf(objects, { name: platform.cluster }), facts: factsOf(platform), program: true, intents, undeclaredNamespaces };
}

/** An object known by its reference. */
export function object(kind: string, name: string, rest: Partial<ObjectReference> & { readonly construct?: string } = {}): GivenObject {
  const { construct, ...reference } = { apiVersion: 'v1', kind, name, ...rest };
  const { apiVersion, namespace } = reference;
  return { reference, written: { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } }, source: { inside: [], ...(construct === undefined ? {} : { construct }) } };
}

/** What a rule says of objects of files, judged by the package's own schemas. */
export function ruled(rule: Rule, objects: readonly JsonObject[], given: Partial<Facts> = {}, options: { readonly namespace?: string; readonly schemas?: SchemaOptions } = {}): Outcome {
  const schemas = bundledSchemas(options.schemas);
  const reading = { withDefaults: (object: JsonObject) => withDefaults(object, schemas), ...(options.namespace === undefined ? {} : { namespace: options.namespace }) };
  return run(rule, { ...worldOf(objects, given, reading), schemas, program: false, intents: [], undeclaredNamespaces: [] });
}

/** What a rule finds. */
export function found(rule: Rule, given: View): readonly Finding[] {
  return run(rule, given).findings;
}

/** What a rule says of what was recorded in a network. */
export function judged(rule: Rule, net: { readonly platform: Platform; readonly intents: readonly Recorded[] }): readonly Finding[] {
  return found(rule, view({ platform: net.platform, intents: net.intents }));
}

/** Messages of findings. */
export const messages = (findings: readonly Finding[]): readonly string[] => findings.map(({ message }) => message);

/** An outcome in short: severity and message of each finding, and reasons of what is unknown. */
export function said(rule: Rule, objects: readonly JsonObject[], given: Partial<Facts> = {}): readonly string[] {
  const { findings, unknown } = ruled(rule, objects, given);
  return [...findings.map(({ severity, message }) => `${severity}: ${message}`), ...unknown.map(reason => `unknown: ${reason}`)];
}
