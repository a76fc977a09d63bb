import * as fc from 'fast-check';
import { checkCorefile, type CheckCorefileOptions } from '../../lib/corefile/check';
import type { Version } from '../../lib/model/version';
import { nodeLocal, stock } from './stock';

const errors = (text: string, options: CheckCorefileOptions = {}): readonly string[] => checkCorefile(text, options).filter(({ severity }) => severity === 'error').map(({ line, column, message }) => `${line}:${column} ${message}`);
const inBlock = (lines: string, version?: Version): readonly string[] => errors(`. {\n${lines}\n}\n`, version === undefined ? {} : { version });

describe('what CoreDNS runs is never refused', () => {
  test.each(Object.entries(stock))('%s', (_name, { text, version }) => {
    expect(errors(text, { version })).toEqual([]);
    expect(errors(text)).toEqual([]);
  });
  test('NodeLocal DNSCache, before its words are replaced and after', () => {
    expect(errors(nodeLocal, { image: 'node-cache' })).toEqual([]);
    const filled = nodeLocal.replaceAll('__PILLAR__LOCAL__DNS__', '169.254.20.10').replaceAll('__PILLAR__DNS__SERVER__', '10.96.0.10').replaceAll('__PILLAR__DNS__DOMAIN__', 'cluster.local').replaceAll('__PILLAR__CLUSTER__DNS__', '10.96.0.11').replaceAll('__PILLAR__UPSTREAM__SERVERS__', '/etc/resolv.conf');
    expect(checkCorefile(filled, { image: 'node-cache' })).toEqual([]);
  });
  test.each(['', '# nothing\n', '.:53\n', '. {\n}\n', 'errors_are_zones_here\nerrors\nlog\n', '. {\n  health {\n    lameduck 5s\n  }\n', '. {\n}\n}\n', 'ftp://. {\n}\n'])('%j', text => expect(errors(text)).toEqual([]));
});

describe('syntax', () => {
  test.each<[string, string]>([
    ['. {\n  errors\n', '1:3 the server block of . is not closed'],
    ['. { whoami }\n', '1:12 "}" closes nothing'],
    ['. {\n  health { lameduck 5s }\n', '2:24 health lameduck takes one word, and "}" is one more'],
    ['a.example,\n{\n}\n', '2:1 a comma promises another zone, and "{" follows'],
    ['(x) {\n}\n(x) {\n}\n', '3:1 snippet "x" is there twice'],
    ['(x) {\n  import x\n}\n', '2:3 snippet "x" imports itself'],
    ['. {\n  import\n}\n', '2:3 import names nothing'],
    ['(x) {\n}\n. {\n  import x y\n}\n', '4:12 import takes one name, and "y" is a second'],
    ['. {\n  erors\n}\n', '2:3 there is no plugin "erors"'],
    ['. {\n  health\n  {\n    lameduck 5s\n  }\n}\n', '4:14 health takes an address with a port, such as :8080 or 127.0.0.1:8080, and "5s" is none'],
  ])('%j', (text, expected) => expect(errors(text)[0]).toBe(expected));

  test('an open quote is told where it opens', () => expect(errors('. {\n  log . "{remote}\n}\n')).toContain('2:9 a quote is opened and never closed, so the rest of the file is one word'));
  test('files are imported from those given, and unknown without', () => {
    const text = '. {\n  import /etc/coredns/custom/*.override\n  import more\n}\n';
    expect(checkCorefile(text).map(({ severity, line }) => [severity, line])).toEqual([['unknown', 2], ['unknown', 3]]);
    expect(errors(text, { files: { '/etc/coredns/custom/a.override': 'cache 30\ncache 30\n', more: 'errors\n' } })).toEqual(['2:1 cache can be used once in a server block']);
    expect(errors(text, { files: {} })).toEqual(['3:10 "more" is neither a snippet that is defined above nor a file']);
  });
  test('variables are put in one word each; where nobody knows them nothing is said', () => {
    const text = '. {\n  forward . {$UPSTREAMS}\n  cache {%TTL%}\n}\n';
    expect(errors(text)).toEqual([]);
    expect(errors(text, { environment: { UPSTREAMS: '192.0.2.1', TTL: '30' } })).toEqual([]);
    expect(errors(text, { environment: { TTL: '-1' } })).toEqual(['2:13 forward: "" names no server', '3:9 cache takes a time above 0, and "-1" is none']);
  });
  test('whatever the text, an answer comes, and soon', () => {
    const words = ['{', '}', '"', '#', '\n', ' ', 'import', '(x)', 'x', '\\', ',', 'cache', 'forward', '{$X}', '{%'];
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom(...words), { maxLength: 60 }).map(parts => parts.join(' ')), fc.array(fc.constantFrom(...words), { maxLength: 60 }).map(parts => parts.join(''))), text => void checkCorefile(text)), { numRuns: 2000 });
    const noise = Array.from({ length: 25_000 }, (_, i) => words[(i * 7 + (i >> 3)) % words.length] ?? '').join(' ').slice(0, 100_000);
    const bomb = `(a) {\nerrors\nerrors\n}\n${Array.from({ length: 20 }, (_, i) => `(${String.fromCharCode(98 + i)}) {\nimport ${String.fromCharCode(97 + i)}\nimport ${String.fromCharCode(97 + i)}\n}\n`).join('')}. {\nimport u\n}\n`;
    for (const text of [noise, '"'.repeat(100_000), '{'.repeat(100_000), '{ '.repeat(50_000), `. {\nlog ${'('.repeat(90_000)}\n}`, bomb]) {
      const from = process.cpuUsage();
      checkCorefile(text);
      expect(process.cpuUsage(from).user / 1000).toBeLessThan(1000);
    }
  });
});

describe('server keys', () => {
  test.each<[string, string]>([
    ['.: {\n}\n', '1:1 ".:" ends with a colon, and no port follows'],
    ['a..b {\n}\n', '1:1 "a..b" is not a name of a zone'],
    ['.:65536 {\n}\n', '1:1 port 65536 of ".:65536" is none'],
    ['. .:53 {\n}\n', '1:3 dns://.:53 is served twice, also by "." in line 1'],
    ['. {\n}\nDNS.example {\n}\ndns://dns.example. {\n}\n', '5:1 dns://dns.example.:53 is served twice, also by "DNS.example" in line 3'],
    ['10.0.0.0/9 {\n}\n77.10.in-addr.arpa {\n}\n', '3:1 dns://77.10.in-addr.arpa.:53 is served twice, also by "10.0.0.0/9" in line 1'],
    ['. {\n  bind 10.0.0.1\n}\n. {\n}\n', '4:1 dns://.:53 is served by another block on other addresses, also by "." in line 1'],
    ['https3://. {\n}\n', '1:1 "https3://." needs a certificate'],
  ])('%j', (text, expected) => expect(errors(text)).toEqual([expected]));

  test.each(['. {\n  bind 10.0.0.1\n}\n. {\n  bind 10.0.0.2\n}\n', '. {\n}\ntls://. {\n}\n. {\n  view v {\n    expr true\n  }\n}\n', '. {\n}\n.:54 {\n}\n'])('may stand side by side: %j', text => expect(errors(text)).toEqual([]));
});

describe('plugins', () => {
  test.each<[string, string]>([
    ['cache 30\ncache 30', '3:1 cache can be used once in a server block'],
    ['cache {\n  prefetch 10 1m 95%\n}', '3:18 cache prefetch takes a percentage such as 10%, from 10% to 90%, and "95%" is none'],
    ['cache {\n  serve_stale verify\n}', '3:15 cache serve_stale takes a span of time such as 10s from 0s, and "verify" is none'],
    ['bufsize 100', '2:9 bufsize takes a whole number from 512 to 4096, and "100" is none'],
    ['reload 1s', '2:8 reload takes a span of time such as 10s from 2s, and "1s" is none'],
    ['prometheus 9153', '2:12 prometheus takes an address with a port, such as :8080 or 127.0.0.1:8080, and "9153" is none'],
    [`forward . ${Array.from({ length: 16 }, (_, i) => `192.0.2.${i}`).join(' ')}`, '2:166 forward takes 15 upstreams, and has 16'],
    ['forward . grpc://192.0.2.1', '2:11 forward: grpc:// is no way to ask "192.0.2.1"'],
    ['kubernetes 10.0.0.0/8', '2:12 kubernetes has reverse zones alone'],
    ['kubernetes cluster.local {\n  ttl 4000\n}', '3:7 kubernetes ttl takes a whole number from 0 to 3600, and "4000" is none'],
    ['kubernetes a.b {\n  multicluster c.d\n}', '3:16 kubernetes answers for a.b., and multicluster for "c.d"'],
    ['hosts {\n  fallthrough\n  10.0.0.1 a\n}', '4:3 hosts has no option "10.0.0.1", and no lines of hosts after fallthrough'],
    ['errors {\n  consolidate 5m "(" warning\n}', '3:18 errors consolidate takes a regular expression of Go, and "(" is none'],
    ['rewrite name regex (.*) {1}.{2}', '2:1 rewrite replaces with 2 groups, and "(.*)" has 1'],
    ['health {\n  lameduk 5s\n}', '3:3 health has no option "lameduk"'],
    ['template IN A {\n  answer\n}', '3:3 template answer takes a word or more, and has none'],
  ])('%j', (lines, expected) => expect(inBlock(lines)).toEqual([expected]));

  test.each(['health\nhealth', 'forward . 192.0.2.1\nforward . 192.0.2.1', 'cache {\n  success 0\n}', 'health {\n  lameduck -5s\n}', 'autopath @kubernetes', 'log\nlog example.org', 'dns64 64:ff9b::/96'])('takes %j', lines => expect(inBlock(lines)).toEqual([]));

  test('each is judged by itself: one problem does not hide the next', () => expect(inBlock('bufsize 1\ncache 0')).toHaveLength(2));
  test('what depends on files is said, not judged', () => expect(checkCorefile('. {\n  tls cert.pem key.pem\n}\n').map(({ severity }) => severity)).toEqual(['unknown', 'unknown']));
  test('words and names of plugins alone', () => expect(errors('. {\n  cache 0\n}\n', { syntaxOnly: true })).toEqual([]));
});

describe('releases and images', () => {
  test.each<[string, Version, string]>([
    ['multisocket', '1.11.3', '2:1 multisocket came with CoreDNS 1.12.0, and this is 1.11.3'],
    ['proxy . 192.0.2.1', '1.5.0', '2:1 proxy was removed in CoreDNS 1.5.0, and this is 1.5.0'],
    ['kubernetes cluster.local {\n  upstream\n}', '1.7.0', '3:3 kubernetes upstream was removed in CoreDNS 1.7.0, and this is 1.7.0'],
    ['cache {\n  serve_stale 1h verify 500ms\n}', '1.12.0', '3:25 word 3 of cache serve_stale came with CoreDNS 1.14.4, and this is 1.12.0'],
    ['forward . 192.0.2.1 {\n  failover SERVFAIL\n}', '1.12.4', '3:3 forward failover came with CoreDNS 1.13.0, and this is 1.12.4'],
  ])('%j at %s', (lines, version, expected) => expect(inBlock(lines, version)).toEqual([expected]));

  test('the other side of each', () => {
    expect(inBlock('multisocket', '1.12.0')).toEqual([]);
    expect(inBlock('proxy . 192.0.2.1', '1.4.0')).toEqual([]);
    expect(inBlock('kubernetes cluster.local {\n  upstream\n}', '1.6.9')).toEqual([]);
  });

  test('the image of NodeLocal DNSCache has few plugins', () => {
    expect(errors('. {\n  ready\n}\n', { image: 'node-cache' })).toEqual(['2:3 the image of NodeLocal DNSCache has no plugin ready']);
  });
});
