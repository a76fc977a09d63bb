import { checkCorefile } from '../../lib/corefile/check';
import { migrateCorefile } from '../../lib/corefile/migrate';

const old = '# the cluster\n.:53 {\n    errors\n    kubernetes cluster.local in-addr.arpa {\n        upstream # resolves CNAMEs\n        resyncperiod 5m\n        transfer to *\n        pods insecure\n    }\n    proxy . /etc/resolv.conf\n    cache 30\n}\n';

test('what a release no longer has goes, what installers add comes, comments stay', () => {
  const { corefile, changes } = migrateCorefile(old, { from: '1.2.0', to: '1.14.2' });
  expect(corefile).toBe(['# the cluster', '.:53 {', '    errors', '    kubernetes cluster.local in-addr.arpa {', '        # resolves CNAMEs', '', '        pods insecure', '    }', '    forward . /etc/resolv.conf', '    cache 30', '    loop', '    ready', '}', ''].join('\n'));
  expect(changes.map(({ kind, line }) => [kind, line])).toEqual([['added', 2], ['added', 2], ['removed', 5], ['removed', 6], ['removed', 7], ['renamed', 10]]);
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
