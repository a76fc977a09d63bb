import { printCorefile, printDirectives } from '../../lib/corefile/corefile';

test('a server block is its zones, and a line for each directive with the lines of its block', () => {
  const forward = { name: 'forward', arguments: ['.', '192.0.2.53'], options: [{ name: 'prefer_udp' }, { name: 'max_concurrent', arguments: ['1000'] }] };
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

  test.each(['{', '}', '{$HOME}', 'a{%HOME%}'])('%s cannot be one, whatever the quotes', given => {
    expect(() => printDirectives([{ name: 'x', arguments: [given] }])).toThrow(given);
  });
});
