import { fieldAt, textAt } from '../../../lib/model/object';
import type { KubernetesObject } from '../engines/engine';
import type { Difference } from './compare';

/** A difference that is meant to be. */
export interface AnalysisException {
  readonly side: Difference['side'];
  readonly codes: readonly string[];
  /** Why the two may differ, as the end of "they differ because". */
  readonly because: string;
  readonly applies: (difference: Difference, objects: readonly KubernetesObject[]) => boolean;
}

const ofKind = (objects: readonly KubernetesObject[], kind: string): readonly KubernetesObject[] => objects.filter(object => object['kind'] === kind);
const named = (objects: readonly KubernetesObject[], text: string): KubernetesObject | undefined => objects.find(object => `${String(object['kind'])} ${fieldAt(object, 'metadata', 'namespace') === undefined ? '' : `${String(fieldAt(object, 'metadata', 'namespace'))}/`}${String(fieldAt(object, 'metadata', 'name'))}` === text);
const labelOf = (objects: readonly KubernetesObject[], namespace: string, label: string): string | undefined => textAt(named(objects, `Namespace ${namespace}`), 'metadata', 'labels', label);
const namespaceOf = ({ object }: Difference): string => /^\S+ ([^/]+)\//.exec(object)?.[1] ?? '';
/** Services whose annotation keeps them from some clients. */
const hidden = (objects: readonly KubernetesObject[]): boolean => ofKind(objects, 'Service').some(service => fieldAt(service, 'metadata', 'annotations', 'networking.istio.io/exportTo') !== undefined);
/** A public route, and a private one. */
const isPublic = [(exported: unknown) => exported === undefined || JSON.stringify(exported) === '["*"]', (exported: unknown) => exported !== undefined && JSON.stringify(exported) !== '["*"]'];
const always = (): boolean => true;

/** One table of all differences between `istioctl analyze` and the rules here. What is in neither column is a defect of one of the two. */
export const exceptions: readonly AnalysisException[] = [
  { side: 'istioctl', codes: ['IST0101', 'IST0174'], because: 'istioctl looks an exported Service up by its short name in the namespace of whoever asks, and misses it in its own (istio#39629)', applies: (_, objects) => hidden(objects) },
  { side: 'sealane', codes: ['IST0101', 'IST0112', 'IST0173', 'IST0174', 'IST0140'], because: 'with the Service missed, istioctl asks nothing of its ports and subsets', applies: (_, objects) => hidden(objects) },
  { side: 'istioctl', codes: ['IST0102'], because: 'a namespace without pods has nobody to enrol', applies: ({ object }, objects) => !ofKind(objects, 'Deployment').some(({ metadata }) => fieldAt(metadata, 'namespace') === object.replace('Namespace ', '')) },
  { side: 'istioctl', codes: ['IST0109'], because: 'a private route comes before a public one on purpose', applies: (_, objects) => isPublic.every(wanted => ofKind(objects, 'VirtualService').some(route => wanted(fieldAt(route, 'spec', 'exportTo')))) },
  { side: 'istioctl', codes: ['IST0118'], because: 'the protocol of a port matters to pods of the mesh', applies: (_, objects) => ['', 'disabled'].includes(labelOf(objects, 'shop', 'istio-injection') ?? '') },
  { side: 'istioctl', codes: ['IST0132'], because: 'a gateway that is missing is said once, and of several gateways one is enough', applies: ({ text }, objects) => !ofKind(objects, 'Gateway').some(gateway => text.includes(`${String(fieldAt(gateway, 'metadata', 'namespace'))}/${String(fieldAt(gateway, 'metadata', 'name'))}`)) },
  { side: 'istioctl', codes: ['IST0137'], because: 'two numbers that lead to one port of the pods do no harm while the protocol is one', applies: always },
  { side: 'sealane', codes: ['IST0116', 'IST0137'], because: 'istioctl compares TCP and UDP, and the proxy has to know HTTP from TCP as well', applies: always },
  { side: 'istioctl', codes: ['IST0138'], because: 'two Gateways for the same host are a conflict, which is said instead', applies: always },
  { side: 'istioctl', codes: ['IST0127'], because: 'a policy for a whole namespace may wait for its pods', applies: (difference, objects) => fieldAt(named(objects, difference.object), 'spec', 'selector') === undefined },
  { side: 'sealane', codes: ['IST0140'], because: 'a gateway reads no route of the mesh, whatever port and gateway the two name', applies: always },
  { side: 'istioctl', codes: ['IST0140'], because: 'a route of the mesh that nobody reads splits nothing', applies: always },
  { side: 'istioctl', codes: ['IST0144'], because: 'pods without a proxy may run as any user', applies: (difference, objects) => labelOf(objects, namespaceOf(difference), 'istio-injection') !== 'enabled' },
  { side: 'istioctl', codes: ['IST0145'], because: 'servers for plain requests on one port are merged', applies: (_, objects) => ofKind(objects, 'Gateway').some(gateway => JSON.stringify(gateway).includes('"HTTP"')) },
  { side: 'istioctl', codes: ['IST0167', 'IST0127'], because: 'pods of a namespace with a revision besides get a sidecar, whatever its label for ambient says', applies: (difference, objects) => labelOf(objects, namespaceOf(difference), 'istio.io/dataplane-mode') !== undefined },
  { side: 'sealane', codes: ['IST0110', 'IST0111', 'IST0167'], because: 'pods of a namespace with a revision besides get a sidecar, whatever its label for ambient says', applies: (difference, objects) => labelOf(objects, namespaceOf(difference), 'istio.io/dataplane-mode') !== undefined },
  { side: 'sealane', codes: ['IST0173'], because: 'istioctl looks for pods with the labels anywhere, and a subset is one of the pods of its host', applies: always },
  { side: 'istioctl', codes: ['IST0173'], because: 'a host outside of the mesh has no pods to choose among', applies: ({ object }, objects) => fieldAt(named(objects, object), 'spec', 'host') !== 'reviews' && !/\.shop\.svc\./.test(String(fieldAt(named(objects, object), 'spec', 'host'))) },
  { side: 'istioctl', codes: ['IST0173'], because: 'subsets of a Service that is hidden from the namespace of the rule are asked of nobody', applies: (_, objects) => hidden(objects) },
  { side: 'istioctl', codes: ['IST0157'], because: 'a Telemetry takes providers from the one around it', applies: (_, objects) => ofKind(objects, 'Telemetry').some(telemetry => JSON.stringify(telemetry).includes('providers')) },
  { side: 'sealane', codes: ['IST0101'], because: 'istioctl asks whether any rule defines a subset, and clients follow one rule', applies: ({ text }) => text.includes('which these clients do not follow') },
  { side: 'istioctl', codes: ['IST0174'], because: 'a rule that is exported is for clients who may see more than its own namespace', applies: ({ object }, objects) => JSON.stringify(fieldAt(named(objects, object), 'spec', 'exportTo') ?? []).includes('core') },
  { side: 'sealane', codes: ['IST0155'], because: 'which filter another one pins is not asked', applies: always },
];

/** The exception that a difference falls under. */
export function excepted(difference: Difference, objects: readonly KubernetesObject[]): AnalysisException | undefined {
  return exceptions.find(exception => exception.side === difference.side && exception.codes.includes(difference.code) && exception.applies(difference, objects));
}
