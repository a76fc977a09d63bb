import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { entrancePods, type EntrancePods } from '../../mesh/entrances';
import { annotationsOf, labelsAt, namespaceOf, objectAt, objectsAt, specOf, textAt, textsAt } from '../../mesh/fields';
import { some } from '../../model/certainty';
import type { JsonObject } from '../../model/json';
import { describe } from '../../model/object';
import { admission, coversPort, policiesOn } from '../../reach/admission';
import type { Pods } from '../../reach/pods';
import { closing } from '../blocked';
import type { Reported, Rule, Unsettled, View } from '../rule';

const usual = { labels: { 'acme.cert-manager.io/http01-solver': 'true' }, port: 8089 };

/**
 * A closed namespace with a Certificate that is proved over HTTP: the pods that answer the challenge come for a minute, weeks later, and nobody reaches them.
 *
 * Source: cert-manager 1.19, `pkg/issuer/acme/http/pod.go` for labels and port of its solvers.
 */
export const solverBlocked: Rule = {
  id: 'policy/solver-blocked',
  codes: [],
  severity: 'error',
  reads: 'effective',
  check: view => {
    if (view.cluster.of('networking.k8s.io', 'NetworkPolicy').length === 0) return [];
    const told = new Set<string>();
    return requests(view).flatMap((request): readonly (Reported | Unsettled)[] => {
      const said = judged(view, request);
      const key = JSON.stringify(said.map(each => ('unknown' in each ? each.unknown : each.object)));
      return told.has(`${request.namespace}/${key}`) ? [] : (told.add(`${request.namespace}/${key}`), said);
    });
  },
};

/** A Certificate, or an Ingress or Gateway that asks for one. */
interface Request {
  readonly object: ClusterObject;
  readonly namespace: string;
  readonly names: readonly string[];
  readonly issuer: { readonly kind: string; readonly name: string };
}

function requests({ cluster }: World): readonly Request[] {
  const certificates = cluster.of('cert-manager.io', 'Certificate').map((object): Request => {
    const reference = objectAt(specOf(object), 'issuerRef');
    return { object, namespace: namespaceOf(object), names: textsAt(specOf(object), 'dnsNames'), issuer: { kind: textAt(reference, 'kind') ?? 'Issuer', name: textAt(reference, 'name') ?? '' } };
  });
  const annotated = (objects: readonly ClusterObject[], namesOf: (object: ClusterObject) => readonly string[]): readonly Request[] => objects.flatMap(object => {
    const annotations = annotationsOf(object);
    const [own, shared] = [annotations['cert-manager.io/issuer'], annotations['cert-manager.io/cluster-issuer']];
    const name = own ?? shared;
    return name === undefined ? [] : [{ object, namespace: namespaceOf(object), names: namesOf(object), issuer: { kind: own === undefined ? 'ClusterIssuer' : 'Issuer', name } }];
  });
  return [
    ...certificates,
    ...annotated(cluster.of('networking.k8s.io', 'Ingress'), ingress => objectsAt(specOf(ingress), 'tls').flatMap(entry => textsAt(entry, 'hosts'))),
    ...annotated(cluster.of('gateway.networking.k8s.io', 'Gateway'), gateway => objectsAt(specOf(gateway), 'listeners').flatMap(listener => textAt(listener, 'hostname') ?? [])),
  ];
}

function judged(view: View, request: Request): readonly (Reported | Unsettled)[] {
  const { object, namespace, names, issuer } = request;
  const { certManager } = view.facts.platform;
  const { labels, port } = certManager === undefined || certManager.acmeSolver === false ? usual : certManager.acmeSolver;
  const issuing = view.cluster.find('cert-manager.io', issuer.kind, issuer.kind === 'Issuer' ? namespace : undefined, issuer.name);
  const solvers = issuing === undefined ? undefined : solversFor(issuing, names);
  if (solvers !== undefined && solvers.length === 0) return [];
  const [solver] = solvers ?? [];
  const pods: Pods = { namespace, labels: { ...labels, ...(solver === undefined ? {} : templateLabels(solver)) } };
  const selecting = policiesOn(view, pods, 'ingress');
  const policy = closing(selecting);
  if (policy === undefined) return [];
  const parties = solver === undefined ? [] : doors(view, solver, namespace);
  const nobody = selecting.every(({ ingress }) => ingress.every(rule => coversPort(rule, { number: port }, undefined) === 'no'));
  const admitted = nobody ? 'no' : parties.length === 0 ? 'unknown' : some(parties.map(party => admission(view, pods, 'ingress', party, { number: port }).admitted));
  if (admitted === 'yes') return [];
  if (admitted === 'unknown' || (issuing === undefined && certManager?.acmeSolver === undefined)) return [{ object, unknown: issuing === undefined ? 'whether an issuer that is not in the input proves names over HTTP' : 'whether policies let ACME challenges in' }];
  if (issuing === undefined && certManager?.acmeSolver === false) return [];
  return [{
    object: policy.object,
    path: ['spec'],
    message: `${describe(policy.object.reference)} closes pods that will answer ACME challenges for ${describe(object.reference)}, and nothing lets anybody reach their port ${port}: the certificate is not renewed`,
    help: `admit TCP ${port} to pods with acme.cert-manager.io/http01-solver=true from the pods that take requests from outside`,
    near: [{ object }, ...(issuing === undefined ? [] : [{ object: issuing, path: ['spec', 'acme', 'solvers'] }])],
    ...(issuing === undefined ? { severity: 'warning' as const, assumption: `${issuer.kind} ${issuer.name} proves names over HTTP` } : {}),
  }];
}

/** Solvers over HTTP that take part for certain. Empty: another kind of proof may be used, or the issuer is none of ACME. */
function solversFor(issuer: ClusterObject, names: readonly string[]): readonly JsonObject[] {
  const all = objectsAt(specOf(issuer), 'acme', 'solvers');
  // A wildcard is proved by DNS; of several ways the names and labels of each decide, and the closest wins.
  const fitting = all.filter(solver => fits(objectAt(solver, 'selector'), names));
  const http = fitting.filter(solver => objectAt(solver, 'http01') !== undefined);
  return http.length === fitting.length && (names.length === 0 || names.some(name => !name.startsWith('*.'))) ? http : [];
}

function fits(selector: JsonObject | undefined, names: readonly string[]): boolean {
  const [exact, zones] = [textsAt(selector, 'dnsNames'), textsAt(selector, 'dnsZones')];
  if (exact.length === 0 && zones.length === 0) return true;
  return names.some(name => exact.includes(name) || zones.some(zone => name === zone || name.endsWith(`.${zone}`)));
}

function templateLabels(solver: JsonObject): Readonly<Record<string, string>> {
  const http = objectAt(solver, 'http01');
  return { ...labelsAt(http, 'ingress', 'podTemplate', 'metadata', 'labels'), ...labelsAt(http, 'gatewayHTTPRoute', 'podTemplate', 'metadata', 'labels') };
}

/** The pods that challenges come through: of the Gateways that the solver names, or of the controller of its Ingress. */
function doors(view: View, solver: JsonObject, namespace: string): readonly EntrancePods[] {
  const parents = objectsAt(solver, 'http01', 'gatewayHTTPRoute', 'parentRefs');
  if (parents.length > 0) {
    return parents.flatMap(parent => {
      const gateway = view.cluster.find('gateway.networking.k8s.io', 'Gateway', textAt(parent, 'namespace') ?? namespace, textAt(parent, 'name') ?? '');
      return gateway === undefined ? [] : entrancePods(view, gateway);
    });
  }
  const ingress = view.cluster.of('networking.k8s.io', 'Ingress')[0];
  return ingress === undefined ? [] : entrancePods(view, ingress);
}
