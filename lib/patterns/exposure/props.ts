import type { RoutePath } from '../../intents/exposure';
import type { Duration } from '../../model/duration';
import type { Leaf } from '../../model/leaf';
import type { Gateway } from '../../network/gateway';
import type { ServicePort } from '../../network/service-port';
import type { Platform } from '../../platform/platform';
import type { Requires, Supported } from '../../platform/supported';
import type { PatternProps } from '../props';

/** Where requests for some hosts go. */
interface Rule {
  /** Hosts that outsiders use: `shop.example` or `*.shop.example`. */
  readonly hosts: readonly [string, ...string[]];
  /** `{ prefix: '/cart' }` is `/cart` and all below it, `{ exact: '/cart' }` nothing else. @default { prefix: '/' } - every path */
  readonly path?: RoutePath;
  /** The port of the Service that answers. */
  readonly to: ServicePort;
}

/** A rule of hosts behind a gateway. */
export interface ExposureRule<L extends string = string> extends Rule {
  /** @default - the only listener of the gateway that serves the host and does not redirect */
  readonly listener?: NoInfer<L>;
  /** Longest that a request may take. @default - none, or that of the Service's canary; a limit breaks streams */
  readonly timeout?: Duration;
  /** Whether outsiders may use the headers of a canary's override and fault. @default false - any browser could */
  readonly allowOverride?: boolean;
}

/** A rule of hosts behind an ingress controller. */
export type IngressRule = Rule;

/** An ingress controller, as its IngressClass names it. */
export interface IngressClass {
  /** Name of the IngressClass. */
  readonly name: string;
  /** `spec.controller` of the IngressClass: `kubectl get ingressclass`. The name alone does not say whose it is. */
  readonly controller: string;
}

interface Common<P extends Platform> extends PatternProps<P> {
  readonly network: PatternProps<P>['network'] & Requires<P, 'exposure'>;
}

/** Hosts behind a gateway of the network. Certificates and redirects belong to its listeners. */
interface ByGateway<P extends Platform, L extends string> extends Common<P> {
  readonly gateway: Gateway<L>;
  readonly rules: readonly [ExposureRule<L>, ...ExposureRule<L>[]];
  readonly ingressClass?: never;
  readonly tls?: never;
}

/** Hosts behind an ingress controller, on clusters without gateways. Its pods are those of `platform.ingress`. */
interface ByIngress<P extends Platform> extends Common<P> {
  readonly ingressClass: Supported<P, 'exposure.ingress', IngressClass>;
  /** The TLS Secret of the hosts, in the namespace of their Services, or `'plaintext'`: an Ingress has no redirect to say. */
  readonly tls: { readonly secret: Leaf<string> } | 'plaintext';
  readonly rules: readonly [IngressRule, ...IngressRule[]];
  readonly gateway?: never;
}

/** Props of `Exposure`. */
export type ExposureProps<P extends Platform, L extends string = string> = ByGateway<P, L> | ByIngress<P>;
