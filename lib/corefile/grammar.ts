import type { Version } from '../model/version';
import type { Cursor } from './cursor';
import type { Token } from './token';
import type { Value } from './values';

/** The words that follow a name on its line. */
export interface Words {
  readonly least: number;
  readonly most: number;
  /** What each has to be; the last stands for all that follow. */
  readonly values: readonly Value[];
  /**
   * `line`: all words of the line, up to a brace. `next`: so many; what follows is taken for the next option. `bare`: not even a brace may follow. `ignored`: none are
   * looked at, and what follows is taken for the next option.
   */
  readonly taken: 'line' | 'next' | 'bare' | 'ignored';
  /** Releases that words came with, by their number from 0. */
  readonly since?: Readonly<Record<number, Version>>;
}

/** What may stand in the block of a plugin. */
export interface Option {
  readonly since?: Version;
  /** The first release that refuses it. */
  readonly until?: Version;
  readonly takes: Words;
  /** A second one in the same block is refused. */
  readonly once?: boolean;
  /** What is wrong with its words taken together. */
  readonly together?: (words: readonly string[], around: Around) => string | undefined;
}

export type Options = Readonly<Record<string, Option>>;

/** What a plugin is judged in. */
export interface Around {
  readonly version: Version;
  /** Zones of the server block, absolute. */
  readonly zones: readonly string[];
  /** Transports of the server block. */
  readonly transports: readonly string[];
}

/** An option as it was found. */
export interface Found {
  readonly name: string;
  readonly words: readonly Token[];
}

/** One use of a plugin as it was found. */
export interface Use {
  readonly words: readonly Token[];
  readonly options: readonly Found[];
}

/** A complaint about a token. */
export interface Complaint {
  readonly at?: Token;
  readonly message: string;
  readonly help?: string;
  readonly unknown?: boolean;
}

/** Where complaints go; the first that is no unknown ends the reading. */
export type Complain = (complaint: Complaint) => void;

/** What CoreDNS does with a second use in one server block. */
export type Repetition = 'error' | 'adds' | 'last' | 'ignored' | 'none';

/** A plugin as CoreDNS sets it up. */
export interface Plugin {
  readonly name: string;
  readonly since?: Version;
  readonly until?: Version;
  /** What took its place, where it was removed. */
  readonly instead?: string;
  readonly repeats: Repetition;
  readonly takes: Words;
  /** Absent: it does not look for a block, and takes what stands in one for uses of itself. */
  readonly options?: Options;
  /** Names of options are taken in any case. */
  readonly anyCase?: boolean;
  /** Lines that are no option are taken all the same. */
  readonly otherLines?: (found: Found, before: readonly Found[]) => string | undefined;
  /** Words of one use together. */
  readonly together?: (words: readonly Token[], around: Around) => Complaint | undefined;
  /** One use as a whole. */
  readonly use?: (use: Use, around: Around) => Complaint | undefined;
  /** In place of all this, where a plugin reads in its own way. @returns false to stop */
  readonly read?: (cursor: Cursor, around: Around, complain: Complain) => boolean;
  /** Options that `read` takes; absent: its lines are words of its own. */
  readonly readable?: Options;
}

const many = Number.POSITIVE_INFINITY;

/** No word. */
export const nothing: Words = { least: 0, most: 0, values: [], taken: 'line' };

/** No word, and no block. */
export const bare: Words = { ...nothing, taken: 'bare' };

/** Words are not looked at. */
export const flag: Words = { least: 0, most: many, values: [], taken: 'ignored' };

/** One word for each value. */
export function exactly(...values: readonly Value[]): Words {
  return { least: values.length, most: values.length, values, taken: 'line' };
}

/** At least so many words. */
export function atLeast(least: number, ...values: readonly Value[]): Words {
  return { least, most: many, values, taken: 'line' };
}

/** At least `least`, at most one word for each value. */
export function between(least: number, ...values: readonly Value[]): Words {
  return { least, most: values.length, values, taken: 'line' };
}

/** Any number of words. */
export function anyNumber(value: Value): Words {
  return { least: 0, most: many, values: [value], taken: 'line' };
}

/** The words that follow, one for each value; more on the line are taken for another option. */
export function following(...values: readonly Value[]): Words {
  return { least: values.length, most: values.length, values, taken: 'next' };
}
