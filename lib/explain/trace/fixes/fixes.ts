import type { TraceCode } from '../codes';
import type { Course } from '../course';
import type { Fix } from '../fix';
import type { Hop } from '../hop';
import { exemptFromDeny, letInByIdentity } from './authorization';
import { captureAgain, leaveTlsToTheMesh, understandMutual, understandPlaintext, withoutMisplaced } from './mesh';
import { admitAtDoor, admitDnsEgress, admitDnsIngress, admitEgress, admitIngress } from './policies';
import { chooseOneWay, defineSubset, ejectEndpoints, importHost, moveUp, nameHosts, registerOutside, selectSubset } from './rules';
import { addPort, askTheCluster, leadToDeclaredPort, sayProtocol, selectPods } from './services';

/** Makes the repairs of one code: any one of them makes the statement pass. */
type Repair = (course: Course, hop: Hop) => readonly Fix[];

/** What no change of the manifests alone repairs without knowing what was meant, or does not need one. Its page says why. */
const none: Repair = () => [];

const repairs: Readonly<Record<TraceCode, Repair>> = {
  'SRC-NOT-FOUND': none,
  'SRC-HOSTNET': none,
  'DNS-EGRESS': admitDnsEgress,
  'DNS-INGRESS': admitDnsIngress,
  'DNS-UDP-ONLY': admitDnsEgress,
  'DNS-NO-ZONE': none,
  'DNS-WRONG-NS': none,
  'DNS-POLICY-HOSTNET': askTheCluster,
  'SVC-NOT-FOUND': none,
  'SVC-PORT': addPort,
  'SVC-PROTO-GUESS': sayProtocol,
  'GW-NO-LISTENER': none,
  'VS-NO-HOSTS': nameHosts,
  'VS-UNREACHABLE': moveUp,
  'VS-WEIGHTS': none,
  'RT-NO-MATCH': none,
  'RT-NOT-READ': none,
  'RT-UNTOUCHED': importHost,
  'RT-FAULT': none,
  'RT-ABORT': none,
  'RT-BACKEND': none,
  'RT-NOT-IMPORTED': importHost,
  'RT-REGISTRY-ONLY': registerOutside,
  'GW-NO-ROUTE': none,
  'DR-MISSING': defineSubset,
  'SUBSET-EMPTY': selectSubset,
  'SVC-NO-PODS': selectPods,
  'TARGET-PORT': leadToDeclaredPort,
  'TARGET-UNDECLARED': leadToDeclaredPort,
  'EP-NOT-READY': none,
  'LOC-BOTH': chooseOneWay,
  'LOC-NO-OUTLIER': ejectEndpoints,
  'NP-EGRESS': admitEgress,
  'NP-INGRESS': admitIngress,
  'NP-HOSTNET': none,
  'CAP-EXCLUDED': captureAgain,
  'CAP-MISPLACED': withoutMisplaced,
  'MTLS-PLAINTEXT-TO-STRICT': understandMutual,
  'MTLS-TO-PLAINTEXT': understandPlaintext,
  'MTLS-TLS-TO-STRICT': leaveTlsToTheMesh,
  'AUTHZ-DENY': exemptFromDeny,
  'AUTHZ-NO-ALLOW': letInByIdentity,
};

/** Changes of manifests, any one of which makes what a hop says pass. None opens more than the connection that is asked about. */
export function fixesFor(course: Course, hop: Hop): readonly Fix[] {
  return hop.code === undefined ? [] : repairs[hop.code](course, hop);
}

/** The same for the pods that let somebody outside in: a gateway, or an ingress controller. Nobody outside has an identity that a policy could let in. */
export function fixesAtDoor(course: Course, { code }: Hop): readonly Fix[] {
  return code === 'NP-INGRESS' ? admitAtDoor(course) : [];
}
