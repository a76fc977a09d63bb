import type { Recorded } from '../../lib/intents/intents';
import type { Finding } from '../../lib/model/finding';
import type { Manifest, ObjectReference } from '../../lib/model/object';
import type { Platform } from '../../lib/platform/platform';
import { istioSidecar } from '../../lib/platform/presets';
import { run, type CheckedObject, type Rule, type View } from '../../lib/rules/rule';

/** What a rule looks at, with what the test cares about filled in. */
export function view(given: Partial<View> = {}): View {
  return { platform: istioSidecar({ cluster: 'test', routing: 'istio' }), objects: [], intents: [], undeclaredNamespaces: [], ...given };
}

/** An object known by its reference. */
export function object(kind: string, name: string, rest: Partial<ObjectReference> & { readonly construct?: string } = {}): CheckedObject {
  const { construct, ...reference } = { apiVersion: 'v1', kind, name, ...rest };
  const manifest: Manifest = { apiVersion: reference.apiVersion, kind, metadata: { name, ...(reference.namespace === undefined ? {} : { namespace: reference.namespace }) } };
  return { reference, manifest: () => manifest, ...(construct === undefined ? {} : { construct }) };
}

/** What a rule says of what was recorded in a network. */
export function judged(rule: Rule, net: { readonly platform: Platform; readonly intents: readonly Recorded[] }): readonly Finding[] {
  return run(rule, view({ platform: net.platform, intents: net.intents }));
}

/** Messages of findings. */
export const messages = (findings: readonly Finding[]): readonly string[] => findings.map(({ message }) => message);
