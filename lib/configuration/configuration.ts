import type { Declared, DeclaredEdge } from '../cluster/facts';
import type { Accept, Severity } from '../model/finding';
import type { ClusterOptions, IstioSidecarOptions } from '../platform/presets';
import type { Channel, Routing } from '../platform/platform';

/**
 * The platform as `sealane.yaml` says it: the options of the presets, each optional, and which mesh runs. What is left out is read off
 * the objects, and else a default that is stated as an assumption.
 */
export interface PlatformOptions extends Partial<ClusterOptions>, Partial<Omit<IstioSidecarOptions<Routing, Channel>, keyof ClusterOptions>> {
  /** @default - read off the objects */
  readonly mesh?: 'none' | 'istio' | 'linkerd' | 'consul';
  /** @default 'sidecar' under a mesh */
  readonly dataPlane?: 'sidecar' | 'ambient';
}

/** An accept, narrowed where only some objects are meant. `*` at the end of a namespace or name matches any rest. */
export interface AcceptEntry extends Accept {
  readonly namespace?: string;
  readonly kind?: string;
  readonly name?: string;
}

/** What findings show, and which of them fail. `default`: errors and warnings are shown, errors fail. `strict`: warnings fail too. `advice`: information is shown as well. */
export type Profile = 'default' | 'strict' | 'advice';

/** What is outside of what is checked, as far as somebody says it. */
export interface StatedFacts {
  /** Things outside the input that exist. @default [] */
  readonly declared?: readonly Declared[];
  /** Namespaces of which the input has everything; `true`: all of them. @default [] */
  readonly complete?: true | readonly string[];
  /** Connections that shall be. @default [] */
  readonly edges?: readonly DeclaredEdge[];
  /** Labels, any one of which says of a node that its kubelet pins: static CPU manager policy. @default {} */
  readonly pinningNodes?: Readonly<Record<string, string>>;
  /** What a PeerAuthentication of the root namespace says for the whole mesh, where it is not in the input. @default - nothing, which is PERMISSIVE */
  readonly mutualTls?: 'STRICT' | 'PERMISSIVE' | 'DISABLE';
}

/** How a check judges. The same words in a `sealane.yaml`, for the `Network` of a program, and in tests. */
export interface CheckConfiguration extends StatedFacts {
  /** @default 'default' */
  readonly profile?: Profile;
  /** Severities of rules where they shall differ; `off`: the rule does not run. @default {} */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
  /** @default [] */
  readonly accepts?: readonly AcceptEntry[];
}

/** A `sealane.yaml`. Every part may be left out. */
export interface Configuration extends CheckConfiguration {
  readonly platform?: PlatformOptions;
  /** Folders of clusters by name, relative to the file. @default {} */
  readonly clusters?: Readonly<Record<string, string>>;
  /** Image of the ephemeral containers in commands that `trace` and `runbook` print. @default 'nicolaka/netshoot:v0.13' */
  readonly debugImage?: string;
}
