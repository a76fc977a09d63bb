import { parseGoDuration } from '../schema/duration';
import { isAddress, isServerAddress, parseBlock, splitPort } from './addresses';
import { isBoolean, parseFloatingPoint, parseInteger, parseUnsigned } from './numbers';
import { readExpression } from './regular-expression';
import { recordTypes, responseCodes } from './records';
import { isDomainName } from './zones';

/** What a word has to be. */
export interface Value {
  /** `a span of time such as 10s`, for messages. */
  readonly what: string;
  /** Whether a word is one; a text: why that is not settled by the Corefile. */
  readonly takes: (text: string) => boolean | string;
}

function value(what: string, takes: Value['takes']): Value {
  return { what, takes };
}

/** Any word. */
export const word = (what = 'a word'): Value => value(what, () => true);

/** One of a few words. */
export const oneOf = (...words: readonly string[]): Value => value(words.length === 1 ? `"${words[0] ?? ''}"` : `one of ${words.join(', ')}`, text => words.includes(text));

/** One of a few words, in whatever case. */
export const oneOfAnyCase = (...words: readonly string[]): Value => value(`one of ${words.join(', ')}`, text => words.includes(text.toLowerCase()));

const second = 1e9;

interface Bounds {
  readonly from?: number;
  readonly above?: number;
  readonly to?: number;
  /** Whole seconds alone. */
  readonly whole?: boolean;
}

function within(number: number | undefined, { from = -Infinity, above = -Infinity, to = Infinity }: Bounds): boolean {
  return number !== undefined && number >= from && number > above && number <= to;
}

function range({ from, above, to }: Bounds, unit = ''): string {
  const low = from === undefined ? (above === undefined ? '' : ` above ${above}${unit}`) : ` from ${from}${unit}`;
  return `${low}${to === undefined ? '' : ` to ${to}${unit}`}`;
}

/** A span of time as Go writes it, bounds in seconds. */
export const duration = (bounds: Bounds = {}): Value => value(`a span of time such as 10s${range(bounds, 's')}`, text => {
  const nanoseconds = parseGoDuration(text);
  return nanoseconds !== undefined && within(nanoseconds / second, bounds) && (bounds.whole !== true || nanoseconds % second === 0);
});

/** A span of time, or a number of seconds without unit. */
export const durationOrSeconds = (bounds: Bounds = {}): Value => value(`a span of time such as 10s, or seconds,${range(bounds, 's')}`, text => {
  const nanoseconds = parseGoDuration(parseInteger(text) === undefined ? text : `${text}s`);
  return nanoseconds !== undefined && within(nanoseconds / second, bounds);
});

export const integer = (bounds: Bounds = {}, bits: 32 | 64 = 64): Value => value(`a whole number${range(bounds)}`, text => within(parseInteger(text, bits), bounds));

export const unsigned = (bits: 16 | 32 | 64): Value => value(`a whole number from 0 below 2^${bits}`, text => parseUnsigned(text, bits) !== undefined);

export const decimal = (bounds: Bounds): Value => value(`a number${range(bounds)}`, text => {
  const number = parseFloatingPoint(text);
  return number !== undefined && (Number.isNaN(number) || within(number, bounds));
});

export const boolean: Value = value('true or false', isBoolean);

/** `host:port` with either part empty, but not without the colon. */
export const listenAddress: Value = value('an address with a port, such as :8080 or 127.0.0.1:8080', text => splitPort(text) !== undefined);

export const address: Value = value('an IP address', isAddress);

export const addressBlock: Value = value('an address block such as 10.0.0.0/8', text => parseBlock(text) !== undefined);

/** An address, or an interface of the machine, whose names nobody knows here. */
export const addressOrInterface: Value = value('an IP address or an interface', text => isAddress(text) || `interface ${text} has to be on the machine`);

/** The address of a server with or without its port. */
export const server: Value = value('an IP address, with or without a port', isServerAddress);

export const serverOrStar: Value = value('"*" or an IP address, with or without a port', text => text === '*' || isServerAddress(text));

export const zone: Value = value('a zone', () => true);

export const domainName: Value = value('a domain name', isDomainName);

/** A file that CoreDNS reads when it starts. */
export const file = (what = 'a file'): Value => value(what, text => `${text} has to be there, and good, when CoreDNS starts`);

/** A file that may come later. */
export const path = (what = 'a file'): Value => word(what);

export const recordType: Value = value('a type of record such as A', text => recordTypes.has(text));

export const responseCode: Value = value('a response code such as SERVFAIL', text => responseCodes.has(text.toUpperCase()));

/** A regular expression of Go. */
export const regularExpression: Value = value('a regular expression of Go', text => !('problem' in readExpression(text)));

/** `10%`. */
export const percentage = (from: number, to: number): Value => value(`a percentage such as ${from}%, from ${from}% to ${to}%`, text => text.endsWith('%') && within(parseInteger(text.slice(0, -1)), { from, to }));

/** Something that only the program which reads it understands. */
export const expression = (what: string): Value => value(what, () => `${what} is not read here`);
