import { checkCorefile } from '../../lib/corefile/check';
import type { Version } from '../../lib/model/version';
import { migrateCorefile } from '../../lib/corefile/migrate';

const old = '# the cluster\n.:53 {\n    errors\n    kubernetes cluster.local in-addr.arpa {\n        upstream # resolves CNAMEs\n        resyncperiod 5m\n        transfer to *\n        pods insecure\n    }\n    proxy . /etc/resolv.conf\n    cache 30\n}\n';

test('what a release no longer has goes, what installers add comes, comments stay', () => {
  const { corefile, changes } = migrateCorefile(old, { from: '1.2.0', to: '1.14.2' });
  expect(corefile).toBe(['# the cluster', '.:53 {', '    errors', '    kubernetes cluster.local in-addr.arpa {', '        # resolves CNAMEs', '', '        pods insecure', '    }', '    forward . /etc/resolv.conf {', '        max_concurrent 1000', '    }', '    cache 30', '    loop', '    ready', '}', ''].join('\n'));
  expect(changes.filter(({ kind }) => kind !== 'notice').map(({ kind, line }) => [kind, line])).toEqual([['added', 2], ['added', 2], ['removed', 5], ['removed', 6], ['removed', 7], ['renamed', 10], ['added', 10]]);
  expect(checkCorefile(old, { version: '1.14.2' }).length).toBeGreaterThan(0);
  expect(checkCorefile(corefile, { version: '1.14.2' })).toEqual([]);
});

test('only what lies between the two releases', () => {
  expect(migrateCorefile(old, { from: '1.5.0', to: '1.5.1' })).toEqual({ corefile: old, changes: [] });
  expect(migrateCorefile(old, { from: '1.14.2', to: '1.2.0' })).toEqual({ corefile: old, changes: [] });
});

test('what is removed takes its block with it', () => {
  expect(migrateCorefile('. {\n    federation cluster.local {\n        prod prod.example.org\n    }\n    errors\n}\n', { from: '1.6.0', to: '1.7.0' }).corefile).toBe('. {\n    errors\n}\n');
});

test('what somebody has to look at is said, and nothing is done', () => {
  const text = '. {\n    acl {\n        block net 10.0.0.0/8\n    }\n}\n';
  const { corefile, changes } = migrateCorefile(text, { from: '1.14.2', to: '1.14.4' });
  expect(corefile).toBe(text);
  expect(changes).toMatchObject([{ kind: 'notice', line: 2 }]);
});

describe('what each release changes', () => {
  const block = (...lines: readonly string[]): string => `.:53 {\n${lines.map(line => `    ${line}\n`).join('')}}\n`;
  const cluster = 'kubernetes cluster.local';
  test.each<[Version, Version, string, string]>([
    ['1.1.0', '1.1.1', block('startup true'), block('on startup true')],
    ['1.1.4', '1.2.0', block('reverse 10.0.0.0/8 {', '    hostname x', '}', 'errors'), block('errors')],
    ['1.2.0', '1.2.1', block(cluster), block(cluster, 'loop')],
    ['1.3.1', '1.4.0', block('kubernetes cluster.local {', '    endpoint http://a http://b', '}'), block('kubernetes cluster.local {', '    endpoint http://a', '}')],
    ['1.4.0', '1.5.0', block('proxy . 192.0.2.1'), block('forward . 192.0.2.1')],
    ['1.4.0', '1.5.0', block('auto {', '    directory /z (.*) {1} 30', '}'), block('auto {', '    directory /z (.*) {1}', '}')],
    ['1.4.0', '1.5.0', block('file /z {', '    no_reload', '}'), block('file /z {', '}')],
    ['1.5.1', '1.5.2', block('file /z {', '    upstream', '}'), block('file /z {', '}')],
    ['1.6.4', '1.6.5', block(cluster, 'health'), block(cluster, 'health {', '    lameduck 5s', '}')],
    ['1.6.9', '1.7.0', block(cluster, 'forward . 192.0.2.1'), block(cluster, 'forward . 192.0.2.1 {', '    max_concurrent 1000', '}')],
    ['1.6.9', '1.7.0', block('kubernetes cluster.local {', '    upstream', '    resyncperiod 5m', '    ttl 30', '}'), block('kubernetes cluster.local {', '    ttl 30', '}')],
    ['1.6.9', '1.7.0', block('federation cluster.local {', '    a b', '}', 'errors'), block('errors')],
    ['1.7.1', '1.8.0', block('secondary {', '    upstream', '    transfer from 192.0.2.1', '}'), block('secondary {', '    transfer from 192.0.2.1', '}')],
    ['1.12.3', '1.12.4', block('header {', '    set ra', '    clear aa', '}'), block('header {', '    response set ra', '    response clear aa', '}')],
  ])('from %s to %s: %j', (from, to, text, expected) => {
    const { corefile } = migrateCorefile(text, { from, to });
    expect(corefile).toBe(expected);
    expect(checkCorefile(corefile, { version: to }).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test.each<[Version, Version, string, string]>([
    ['1.6.9', '1.7.0', 'prometheus :9153', 'most metrics have other names'],
    ['1.8.3', '1.8.4', 'prometheus :9153', 'has no label type'],
    ['1.8.3', '1.8.4', cluster, 'list and watch endpointslices'],
    ['1.8.4', '1.8.5', 'cache 30', 'coredns_cache_misses_total is deprecated'],
    ['1.8.7', '1.9.0', cluster, 'no names with wildcards'],
    ['1.10.1', '1.11.0', 'forward . 192.0.2.1', 'coredns_proxy_*'],
    ['1.10.1', '1.11.0', 'bufsize', 'is 1232 from CoreDNS 1.11.0 on'],
    ['1.13.2', '1.14.0', `rewrite name regex ${'a'.repeat(10_001)} b`, 'at most 10000 characters'],
    ['1.14.2', '1.14.3', 'acl {\n    block\n    }', 'stands behind cache'],
    ['1.14.6', '1.14.7', 'local', 'localhost_prefix'],
  ])('from %s to %s it is said, and nothing is done: %s', (from, to, line, said) => {
    const text = `.:53 {\n    ${line}\n}\n`;
    const { corefile, changes } = migrateCorefile(text, { from, to });
    expect(corefile).toBe(text);
    expect(changes.filter(({ kind }) => kind === 'notice').map(({ message }) => message)).toEqual(expect.arrayContaining([expect.stringContaining(said)]));
  });

  test('zones that the block of the cluster forwarded elsewhere get blocks of their own', () => {
    expect(migrateCorefile(block('errors', cluster, 'proxy corp.example 192.0.2.1 192.0.2.2', 'proxy . /etc/resolv.conf', 'ready', 'loop'), { from: '1.4.0', to: '1.5.0' }).corefile).toBe(`${block('errors', cluster, 'forward . /etc/resolv.conf', 'ready', 'loop')}corp.example:53 {\n    errors\n    cache 30\n    forward . 192.0.2.1 192.0.2.2\n}\n`);
  });
});
