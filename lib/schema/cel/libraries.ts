import { isOpaque } from '../../model/leaf';
import { dnsLabelProblem, serviceNameProblem, subdomainProblem } from '../../model/names';
import { labelKeyProblem, labelValueProblem } from '../../model/labels';
import { bitsOf, parseAddress, parseBlock, type Address } from '../addresses';
import { parseRequestUri, type RequestUri } from '../url';
import { equal, EvaluationError, Extended, noOverload } from './values';

// The libraries that Kubernetes adds to CEL. Source: k8s.io/apiserver, pkg/cel/library.

const inner = <Value>(value: unknown, kind: Extended['kind']): Value => (value instanceof Extended && value.kind === kind ? value.value as Value : noOverload(kind));

function toText(value: unknown): string {
  return typeof value === 'string' ? value : noOverload('text');
}

/** CEL's `ip()` refuses what maps an IPv4 address into IPv6. */
function addressOf(value: unknown): Address | undefined {
  const written = toText(value);
  return written.includes(':') && written.includes('.') ? undefined : parseAddress(written);
}

function toIp(value: unknown): Extended {
  const address = addressOf(value);
  if (address === undefined) throw new EvaluationError(`${toText(value)} is not an IP address`);
  return new Extended('ip', address);
}

type Block = { readonly address: Address; readonly length: number };

function toCidr(value: unknown): Extended {
  const block = parseBlock(toText(value));
  if (block === undefined) throw new EvaluationError(`${toText(value)} is not a CIDR`);
  return new Extended('cidr', block);
}

function within(outer: Block, address: Address): boolean {
  return outer.address.family === address.family && bitsOf(outer.address).slice(0, outer.length) === bitsOf(address).slice(0, outer.length);
}

const formats: Readonly<Record<string, (value: string) => string | undefined>> = {
  dns1123Label: dnsLabelProblem, dns1035Label: serviceNameProblem, dns1123Subdomain: subdomainProblem, qualifiedName: labelKeyProblem, labelValue: labelValueProblem,
  uri: value => (parseRequestUri(value) === undefined ? 'is not a URI' : undefined),
};

const steps: Readonly<Record<string, number>> = { n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 };

function quantityOf(value: unknown): number | undefined {
  const [, number, suffix = ''] = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([numkMGTPE]|[KMGTPE]i)?$/.exec(toText(value)) ?? [];
  return number === undefined ? undefined : Number(number) * (steps[suffix] ?? 1);
}

function toQuantity(value: unknown): Extended {
  const quantity = quantityOf(value);
  if (quantity === undefined) throw new EvaluationError(`${toText(value)} is not a quantity`);
  return new Extended('quantity', quantity);
}

const urlPart = (part: (url: RequestUri) => unknown) => (value: unknown): unknown => part(inner<RequestUri>(value, 'url'));
const amount = (value: unknown): number => inner<number>(value, 'quantity');
const optional = (value: unknown): { readonly is?: unknown } => inner<{ readonly is?: unknown }>(value, 'optional');
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value as readonly unknown[] : noOverload('list'));
const has = (items: readonly unknown[], item: unknown): boolean => items.some(other => equal(other, item));

export const libraries: Readonly<Record<string, (...values: readonly unknown[]) => unknown>> = {
  'isURL/1': value => parseRequestUri(toText(value)) !== undefined,
  'url/1': value => {
    const url = parseRequestUri(toText(value));
    if (url === undefined) throw new EvaluationError(`${toText(value)} is not a URL`);
    return new Extended('url', url);
  },
  '.getScheme/1': urlPart(url => url.scheme), '.getHost/1': urlPart(url => url.host), '.getHostname/1': urlPart(url => url.hostname), '.getPort/1': urlPart(url => url.port),
  '.getEscapedPath/1': urlPart(url => url.path), '.getQuery/1': urlPart(url => url.query),
  'isIP/1': value => addressOf(value) !== undefined, 'ip/1': toIp,
  '.family/1': value => inner<Address>(value, 'ip').family,
  'isCIDR/1': value => parseBlock(toText(value)) !== undefined, 'cidr/1': toCidr,
  '.prefixLength/1': value => inner<Block>(value, 'cidr').length,
  '.ip/1': value => new Extended('ip', inner<Block>(value, 'cidr').address),
  '.containsIP/2': (block, address) => within(inner<Block>(block, 'cidr'), inner<Address>(typeof address === 'string' ? toIp(address) : address, 'ip')),
  '.containsCIDR/2': (outer, block) => {
    const { address, length } = inner<Block>(typeof block === 'string' ? toCidr(block) : block, 'cidr');
    return length >= inner<Block>(outer, 'cidr').length && within(inner<Block>(outer, 'cidr'), address);
  },
  'isQuantity/1': value => quantityOf(value) !== undefined, 'quantity/1': toQuantity,
  '.isGreaterThan/2': (a, b) => amount(a) > amount(b), '.isLessThan/2': (a, b) => amount(a) < amount(b), '.compareTo/2': (a, b) => Math.sign(amount(a) - amount(b)),
  '.sign/1': value => Math.sign(amount(value)), '.isInteger/1': value => Number.isInteger(amount(value)), '.asInteger/1': value => Math.trunc(amount(value)), '.asApproximateFloat/1': amount,
  '.validate/2': (format, value) => {
    const problem = formats[inner<string>(format, 'format')]?.(toText(value));
    return new Extended('optional', problem === undefined ? {} : { is: [problem] });
  },
  ...Object.fromEntries(Object.keys(formats).map(name => [`format.${name}/0`, () => new Extended('format', name)])),
  'optional.none/0': () => new Extended('optional', {}), 'optional.of/1': value => new Extended('optional', { is: value }),
  '.hasValue/1': value => 'is' in optional(value),
  '.orValue/2': (value, otherwise) => ('is' in optional(value) ? optional(value).is : otherwise),
  '.or/2': (value, otherwise) => ('is' in optional(value) ? value : otherwise),
  '.value/1': value => {
    if (!('is' in optional(value)) || isOpaque(value)) throw new EvaluationError('the optional is empty');
    return optional(value).is;
  },
  'sets.contains/2': (all, some) => listOf(some).every(item => has(listOf(all), item)),
  'sets.intersects/2': (a, b) => listOf(a).some(item => has(listOf(b), item)),
  'sets.equivalent/2': (a, b) => listOf(a).every(item => has(listOf(b), item)) && listOf(b).every(item => has(listOf(a), item)),
};
