import { check } from '../../../lib/check/check';
import { clusterOf } from '../../../lib/cluster/cluster-of';
import { describe as called } from '../../../lib/model/object';
import { withDefaults } from '../../../lib/schema/answers';
import { bundledSchemas } from '../../support/schemas';
import { facts } from '../../support/world';
import type { KubernetesObject } from '../engines/engine';
import type { Istio } from '../engines/istio';

/** That one side says a code of an object, and the other side does not. */
export interface Difference {
  readonly side: 'istioctl' | 'sealane';
  readonly code: string;
  /** `VirtualService shop/web`. */
  readonly object: string;
  readonly text: string;
}

export interface Compared {
  /** Codes that both say of one object, once for each. */
  readonly agreed: readonly string[];
  readonly differences: readonly Difference[];
}

interface Said {
  readonly code: string;
  readonly objects: readonly string[];
  readonly text: string;
}

/** Codes that are admission's, which another test compares, and those that need more than a set of objects. */
const leftOut = new Set(['IST0002', 'IST0106', 'IST0130', 'IST0131', 'IST0133', 'IST0134', 'IST0136']);

/** What sealane says, all objects being there and everything around them known. */
export function saidBySealane(objects: readonly KubernetesObject[]): readonly Said[] {
  const schemas = bundledSchemas();
  const cluster = clusterOf(objects.map(written => ({ written })), { withDefaults: object => withDefaults(object, schemas) });
  const known = new Set(['clusterDomain', 'rootNamespace', 'trustDomain', 'istioVersion'] as const);
  const { findings } = check({ world: { cluster, schemas, facts: facts({ complete: true, meshConfig: {}, known }) } });
  return findings.flatMap(({ codes, object, near = [], message }) => codes.filter(code => code.startsWith('IST') && !leftOut.has(code)).map(code =>
    ({ code, objects: [...(object === undefined ? [] : [object]), ...near.map(({ object: other }) => other)].map(called), text: message })));
}

/** Asks both about a set. */
export async function compareAnalysis(istio: Istio, objects: readonly KubernetesObject[]): Promise<Compared> {
  const theirs = (await istio.analyze({ objects, meshConfig: 'accessLogFile: ""' })).filter(({ code }) => !leftOut.has(code)).map(({ code, object, text }) => ({ code, object: ownerOf(object), text }));
  const ours = saidBySealane(objects);
  const agreed = theirs.filter(({ code, object }) => ours.some(said => said.code === code && said.objects.includes(object)));
  return {
    agreed: agreed.map(({ code }) => code),
    differences: [
      ...theirs.filter(said => !agreed.includes(said)).map(({ code, object, text }): Difference => ({ side: 'istioctl', code, object, text })),
      ...ours.filter(({ code, objects: of }) => !theirs.some(said => said.code === code && of.includes(said.object))).map(({ code, objects: [object = ''], text }): Difference => ({ side: 'sealane', code, object, text })),
    ],
  };
}

/** The engine writes `Pod shop/web-5c9f7d6b8-x7k2p` for pods that stand for a workload. */
function ownerOf(object: string): string {
  return object.replace(/^Pod (.+)-5c9f7d6b8-x7k2p(.*)$/, 'Deployment $1$2');
}
