import type { Leaf } from '../../model/leaf';
import type { Namespace } from '../../network/namespace';
import type { Service } from '../../network/service';
import type { Workload } from '../../network/workload';
import type { Platform } from '../../platform/platform';
import type { Requires, Supported } from '../../platform/supported';
import type { LocalityOutlierDetection } from '../locality/props';
import type { PatternProps } from '../props';

/** A workload of another cluster that may call, by its identity. */
export interface CallerElsewhere {
  /** Name of a peer. */
  readonly cluster: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** A port of the Service in the other cluster. */
export interface RemotePortOptions {
  /** Port of the Service there; callers use the same number. */
  readonly port: number;
  /** @default - read off the port's name: `http`, `grpc-api`, `tcp-pg` */
  readonly appProtocol?: string;
}

/** The Service in the other cluster, as plain data. */
export interface RemoteService {
  readonly name: string;
  readonly namespace: string;
  /** Ports by name. */
  readonly ports: Readonly<Record<string, RemotePortOptions>>;
  /** Service accounts of its pods: the only identities that callers accept. */
  readonly serviceAccounts: readonly [string, ...string[]];
}

interface Common<P extends Platform> extends PatternProps<P> {
  readonly network: PatternProps<P>['network'] & Requires<P, 'multi-cluster-service'>;
  /** Names of the peers that take part. @default - all of the platform */
  readonly peers?: readonly [string, ...string[]];
}

/** Which endpoints clients prefer, and when they leave them. */
interface Preference {
  /** Labels that endpoints share with the client, first the one that matters most. @default network, region, zone */
  readonly failoverPriority?: readonly [string, ...string[]];
  /** `true` for the defaults of `Locality`. @default true */
  readonly outlierDetection?: true | LocalityOutlierDetection;
}

interface Serving<P extends Platform> {
  /** Workloads of peers that `MutualTls` at `lockdown` admits. Those of the same trust domain are admitted along local edges as well. @default [] */
  readonly remoteCallers?: readonly CallerElsewhere[];
  /** Name of the Gateway that offers the Service, with `routing: 'istio'`. @default 'peers-to-<namespace>-<service>' */
  readonly name?: string;
  /** Write a ServiceExport, for meshes that share nothing else. @default false - Istio shares every Service */
  readonly serviceExport?: Supported<P, 'multi-cluster-service.serviceExport', boolean>;
}

/** Control planes know each other: a Service of one name and namespace has endpoints in several clusters. */
interface Discovery<P extends Platform> extends Common<P>, Serving<P>, Preference {
  readonly mode?: 'discovery';
  /** A Service with a cluster address. `remote: true` on it when all its pods are elsewhere. */
  readonly service: Service;
  /** Whether its pods here serve peers, callers here use those of peers, or both. @default 'both'; 'client' for a remote Service */
  readonly role?: 'server' | 'client' | 'both';
  /** Callers whose proxies answer for the name of a remote Service that is not written here. @default - none: the Service itself is enough */
  readonly dnsCapture?: readonly [Workload, ...Workload[]];
  readonly alias?: never;
  readonly remote?: never;
  readonly callers?: never;
  readonly dns?: never;
}

/** Control planes do not know each other: this cluster's side of the Service. */
interface EntryServer<P extends Platform> extends Common<P>, Pick<Serving<P>, 'remoteCallers' | 'name'> {
  readonly mode: 'serviceEntry';
  readonly role: 'server';
  readonly service: Service;
  readonly alias?: never;
  readonly remote?: never;
  readonly callers?: never;
  readonly dns?: never;
}

/** Control planes do not know each other: the callers' side. */
interface EntryClient<P extends Platform> extends Common<P>, Omit<Preference, 'failoverPriority'> {
  readonly mode: 'serviceEntry';
  readonly role: 'client';
  /** Name that callers use, such as `ratings.shop.mesh.internal`. Never that of a Service. */
  readonly alias: string;
  /** Where the entry stands; callers of other namespaces see it too. */
  readonly namespace: Namespace;
  readonly remote: RemoteService;
  readonly callers: readonly [Workload, ...Workload[]];
  /**
   * Who answers for the alias: `callers`: their proxies, told by an annotation; `mesh`: the mesh's configuration sets
   * ISTIO_META_DNS_CAPTURE for all; an address that another DNS gives. @default 'callers'
   */
  readonly dns?: 'callers' | 'mesh' | { readonly address: Leaf<string> };
  readonly service?: never;
}

/** Props of `MultiClusterService`. */
export type MultiClusterServiceProps<P extends Platform> = Discovery<P> | EntryServer<P> | EntryClient<P>;
