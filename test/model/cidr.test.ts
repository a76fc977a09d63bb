import fc from 'fast-check';
import { contains, parseCidr, type Cidr } from '../../lib/model/cidr';

/** A block as one big number and a length: the arithmetic of these tests, independent of bytes and masks. */
interface Block {
  readonly family: 4 | 6;
  readonly address: bigint;
  readonly prefix: number;
}

const bitsOf = (family: 4 | 6): number => (family === 4 ? 32 : 128);
const networkOf = ({ family, address, prefix }: Block): bigint => {
  const host = BigInt(bitsOf(family) - prefix);
  return (address >> host) << host;
};

function write(family: 4 | 6, address: bigint): string {
  const [parts, bits, radix, separator] = family === 4 ? [4, 8n, 10, '.'] : [8, 16n, 16, ':'];
  return Array.from({ length: Number(parts) }, (_, i) => ((address >> (BigInt(bits) * BigInt(Number(parts) - 1 - i))) & ((1n << BigInt(bits)) - 1n)).toString(Number(radix))).join(String(separator));
}

const blocks: fc.Arbitrary<Block> = fc.constantFrom<4 | 6>(4, 6).chain(family => fc.record({ family: fc.constant(family), address: fc.bigInt({ min: 0n, max: (1n << BigInt(bitsOf(family))) - 1n }), prefix: fc.nat({ max: bitsOf(family) }) }));

function parsed(text: string): Cidr {
  const result = parseCidr(text);
  if ('problem' in result) throw new Error(result.problem);
  return result;
}
const problem = (text: string): string | undefined => {
  const result = parseCidr(text);
  return 'problem' in result ? result.problem : undefined;
};
const numberOf = (cidr: Cidr): bigint => cidr.address.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
const textOf = (block: Block): string => `${write(block.family, networkOf(block))}/${block.prefix}`;

test('a network address with its length is that block', () => {
  fc.assert(
    fc.property(blocks, block => {
      const { family, prefix, ...rest } = parsed(textOf(block));
      expect([family, prefix, numberOf({ family, prefix, ...rest })]).toEqual([block.family, block.prefix, networkOf(block)]);
    }),
  );
});

test('the canonical text is read as the same block, and is its own canonical text', () => {
  fc.assert(
    fc.property(blocks, block => {
      const once = parsed(textOf(block));
      expect(parsed(once.text)).toEqual(once);
    }),
  );
});

test('host bits are refused, and the network is named', () => {
  fc.assert(
    fc.property(blocks, block => {
      const found = problem(`${write(block.family, block.address)}/${block.prefix}`);
      if (block.address === networkOf(block)) expect(found).toBeUndefined();
      else expect(found).toContain(`has bits set after the prefix; the network is "${parsed(textOf(block)).text}"`);
    }),
  );
});

test('a block contains another exactly when every address of it is one of its own', () => {
  /** Blocks near each other, so that both answers come up. */
  const pairs = blocks.chain(outer => fc.record({ outer: fc.constant(outer), family: fc.constantFrom<4 | 6>(outer.family, outer.family, outer.family, 4), prefix: fc.nat({ max: bitsOf(outer.family) }), flip: fc.nat({ max: bitsOf(outer.family) - 1 }), flipped: fc.boolean() }));
  fc.assert(
    fc.property(pairs, ({ outer, family, prefix, flip, flipped }) => {
      const inner: Block = { family, address: (flipped ? outer.address ^ (1n << BigInt(flip)) : outer.address) % (1n << BigInt(bitsOf(family))), prefix: Math.min(prefix, bitsOf(family)) };
      const size = (block: Block): bigint => 1n << BigInt(bitsOf(block.family) - block.prefix);
      const inside = inner.family === outer.family && networkOf(inner) >= networkOf(outer) && networkOf(inner) + size(inner) <= networkOf(outer) + size(outer);
      expect(contains(parsed(textOf(outer)), parsed(textOf(inner)))).toBe(inside);
    }),
    { numRuns: 500 },
  );
});

test('a single address is a block of one', () => {
  expect([parsed('10.0.0.1').text, parsed('fd00::1').text]).toEqual(['10.0.0.1/32', 'fd00::1/128']);
});

test('everything is a block as well', () => {
  expect([parsed('0.0.0.0/0').text, parsed('::/0').text]).toEqual(['0.0.0.0/0', '::/0']);
});

test('addresses are written the shortest way', () => {
  expect(parsed('FD00:0000:0:0::/64').text).toBe('fd00::/64');
});

test.each(['', '/', '10.0.0/8', '10.0.0.0.0/8', '256.0.0.0/8', '010.0.0.0/8', '0x0a000000/8', '167772160/8', '10.0.0.0/8/8', 'example.com', 'fe80::1%eth0', 'fe80::%1/64', ':::/0', '1::2::3/64', ' 10.0.0.0/8', '10.0.0.0 /8'])(
  '"%s" is no block, as for the API server',
  text => {
    expect(problem(text)).toContain('is not an address block');
  },
);

test.each(['10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/', '10.0.0.0/08', '10.0.0.0/8.0', '10.0.0.0/1e1', 'fd00::/129'])('"%s" has no length that exists', text => {
  expect(problem(text)).toContain('has prefix length');
});
