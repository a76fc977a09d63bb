import type { Version } from '../model/version';
import type { Impossible } from '../platform/supported';
import type { AnyLine, PluginOptions, PluginSpans, Releases, Repeatable } from './plugin-options';
import type { PluginName } from './plugin-name';

/** With what was found so far beside it: compilers follow such a type as far as the list goes. */
type Before<R, All extends readonly unknown[] = Releases, Found = never> = All extends readonly [infer First, ...infer Rest] ? (First extends R ? Found : Before<R, Rest, Found | First>) : Found;

/** Whether a release has something. One that is known only when the program runs has all, and is judged then. */
type Has<Span, V> = Span extends { readonly since: infer R } ? (V extends Before<R> ? false : Lasts<Span, V>) : Lasts<Span, V>;
type Lasts<Span, V> = Span extends { readonly until: infer R } ? (V extends Exclude<Releases[number], Before<R>> ? false : true) : true;

type NamesOf<Spans, V> = { [K in keyof Spans & string]: Has<Spans[K], V> extends false ? never : K }[keyof Spans & string];

/** Names of the options that a plugin has in a release of CoreDNS. */
export type OptionName<N extends PluginName, V extends Version> = N extends keyof PluginOptions ? (PluginOptions[N] extends AnyLine ? string : NamesOf<PluginOptions[N], V>) : never;

/** A line in the block of a plugin. */
export interface OptionLine<N extends string> {
  readonly name: N;
  readonly arguments?: readonly string[];
}

interface UseOf<N extends PluginName, V extends Version> {
  readonly name: N;
  readonly arguments?: readonly string[];
  /** Lines of its block; absent: it has none. */
  readonly options?: readonly OptionLine<OptionName<N, V>>[];
}

/** One use of a plugin, with options that it has in a release of CoreDNS. */
export type PluginUseIn<V extends Version> = { readonly [N in NamesOf<PluginSpans, V>]: UseOf<N, V> }[NamesOf<PluginSpans, V>];

/** A server block for a release of CoreDNS. */
export interface ServerBlockIn<V extends Version> {
  /** Zones with their port, such as `.:53`. */
  readonly keys: readonly string[];
  readonly plugins: readonly PluginUseIn<V>[];
}

/** Names that stand in a list twice and can be used once. */
type Twice<L extends readonly unknown[], Seen = never> = L extends readonly [{ readonly name: infer N }, ...infer Rest] ? (N extends Exclude<Seen, Repeatable> ? N : Twice<Rest, Seen | N>) : never;

/** `unknown`, which changes nothing in an intersection, for plugins of which none is used too often. */
export type EachOnce<L extends readonly unknown[]> = [Twice<L>] extends [never] ? unknown : Impossible<`${Twice<L> & string} can be used once in a server block`>;
