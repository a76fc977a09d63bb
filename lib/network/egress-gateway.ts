import type { EgressGatewaySubject, EgressPort, NamespaceSubject } from '../intents/subjects';
import { labelKeyProblem, labelValueProblem, type Labels } from '../model/labels';
import { serviceNameProblem } from '../model/names';
import { portProblem } from '../model/port';
import { UsageError } from '../model/usage-error';
import { Namespace } from './namespace';
import type { Registry } from './registry';

/** A port of the Service of an egress gateway. */
export interface EgressPortOptions {
  readonly port: number;
  /** Port of its pods behind it. @default the port */
  readonly podPort?: number;
}

/** How an egress gateway is declared. Its Deployment and Service are installed with the mesh. */
export interface EgressGatewayOptions {
  /** Name of its Service. */
  readonly name: string;
  readonly namespace: Namespace;
  /** The pods behind it. */
  readonly pods: { readonly labels: Labels; readonly serviceAccount: string };
  /** Where requests arrive. @default { port: 80 } */
  readonly requests?: EgressPortOptions;
  /** Where connections arrive whose content is not looked into: TLS of the application, databases. @default { port: 443 } */
  readonly connections?: EgressPortOptions;
}

/**
 * Pods through which calls leave the cluster. Minted by `net.egressGateway`.
 *
 * @example
 * const exit = net.egressGateway({ name: 'egress', namespace: net.namespace('egress'), pods: { labels: { istio: 'egress' }, serviceAccount: 'egress' } });
 */
export class EgressGateway implements EgressGatewaySubject {
  readonly type = 'egress-gateway';
  readonly name: string;
  readonly namespace: NamespaceSubject;
  readonly pods: EgressGatewaySubject['pods'];
  readonly requests: EgressPort;
  readonly connections: EgressPort;

  /** @internal */
  constructor(registry: Registry, { name, namespace, pods, requests = { port: 80 }, connections = { port: 443 } }: EgressGatewayOptions) {
    const problem = serviceNameProblem(name);
    if (problem !== undefined) throw new UsageError({ what: `egress gateway name "${name}" ${problem}`, fix: 'use the name of its Service' });
    const where = `egress gateway ${name}`;
    if (!(namespace instanceof Namespace)) throw new UsageError({ what: `${where}: namespace is ${JSON.stringify(namespace) ?? 'not given'}`, fix: 'pass a handle, from net.namespace(…)' });
    const labels = Object.entries(pods?.labels ?? {});
    if (labels.length === 0) throw new UsageError({ what: `${where}: nobody says which pods serve it`, fix: 'give the labels of its pods, and their service account' });
    for (const [key, value] of labels) {
      const wrong = labelKeyProblem(key) ?? labelValueProblem(value);
      if (wrong !== undefined) throw new UsageError({ what: `${where}: ${wrong}`, fix: 'correct the label' });
    }
    if (typeof pods.serviceAccount !== 'string' || pods.serviceAccount === '') throw new UsageError({ what: `${where} has no service account`, fix: 'give that of its pods' });
    for (const number of [requests.port, requests.podPort, connections.port, connections.podPort]) {
      const wrong = number === undefined ? undefined : portProblem(number);
      if (wrong !== undefined) throw new UsageError({ what: `${where}: port ${number} ${wrong}`, fix: 'correct the port' });
    }
    if (requests.port === connections.port) throw new UsageError({ what: `${where}: requests and connections both arrive at port ${requests.port}, where they cannot be told apart`, fix: 'give one of them another port' });
    this.name = name;
    this.namespace = namespace;
    this.pods = { namespace: namespace.name, ...pods };
    this.requests = { podPort: requests.port, ...requests };
    this.connections = { podPort: connections.port, ...connections };
    registry.usesNamespace(namespace.name, where);
  }
}
