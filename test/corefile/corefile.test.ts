import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDirectives, printCorefile, printDirectives, writeCorefile, type ServerBlock } from '../../lib/corefile/corefile';
import { allPlugins } from '../../lib/corefile/table';
import { UsageError } from '../../lib/model/usage-error';

test('a server block is its zones, and a line for each directive with the lines of its block', () => {
  const forward = { name: 'forward' as const, arguments: ['.', '192.0.2.53'], options: [{ name: 'prefer_udp' }, { name: 'max_concurrent', arguments: ['1000'] }] };
  expect(printCorefile([{ keys: ['.:53'], plugins: [{ name: 'errors' }, forward] }, { keys: ['corp.example:53', 'lab.example:53'], plugins: [{ name: 'whoami' }] }])).toBe(
    ['.:53 {', '    errors', '    forward . 192.0.2.53 {', '        prefer_udp', '        max_concurrent 1000', '    }', '}', 'corp.example:53 lab.example:53 {', '    whoami', '}', ''].join('\n'),
  );
});

test('directives alone are text to import', () => {
  expect(printDirectives([{ name: 'bufsize', arguments: ['1232'] }, { name: 'loop' }])).toBe('bufsize 1232\nloop\n');
});

describe('a word stays one word', () => {
  test.each([
    ['plain', 'plain'],
    ['.* i/o timeout$', '".* i/o timeout$"'],
    ['', '""'],
    ['a#b', '"a#b"'],
    ['say "no" now', '"say \\"no\\" now"'],
    ['"quoted', '"\\"quoted"'],
    ['in"side', 'in"side'],
  ])('%j', (given, printed) => {
    expect(printDirectives([{ name: 'x', arguments: [given] }])).toBe(`x ${printed}\n`);
  });

  test.each(['{', '}', '{$HOME}', 'a{%HOME%}', 'a b\\', 'a \\"b'])('%j cannot be one, whatever the quotes', given => {
    const print = (): string => printDirectives([{ name: 'x', arguments: [given] }]);
    expect(print).toThrow(UsageError);
    expect(print).toThrow(/cannot be|would be replaced/);
  });
});

describe('what is built, CoreDNS of that release takes', () => {
  const block = (...plugins: ServerBlock['plugins']): string => writeCorefile([{ keys: ['.:53'], plugins }], { version: '1.11.3' });

  test('and nothing else is', () => {
    expect(block({ name: 'errors' }, { name: 'cache', arguments: ['30'] })).toBe('.:53 {\n    errors\n    cache 30\n}\n');
    expect(() => block({ name: 'cache' }, { name: 'cache' })).toThrow('cache can be used once in a server block (dns/corefile-refused)');
    expect(() => block({ name: 'multisocket' })).toThrow('multisocket came with CoreDNS 1.12.0, and this is 1.11.3');
    expect(() => block({ name: 'health', options: [{ name: 'lameduk', arguments: ['5s'] }] })).toThrow('did you mean lameduck?');
    expect(() => buildDirectives([{ name: 'bufsize', arguments: ['100'] }], {})).toThrow(UsageError);
    // @ts-expect-error a plugin that does not exist does not compile either
    expect(() => block({ name: 'erors' })).toThrow('there is no plugin "erors"');
  });

  test('the names that compile are those of the table', () => {
    const names = [...readFileSync(join(__dirname, '../../lib/corefile/plugin-name.ts'), 'utf8').matchAll(/'(\w+)'/g)].map(([, name]) => name);
    expect(names).toEqual(allPlugins().map(({ name }) => name).sort());
  });
});
