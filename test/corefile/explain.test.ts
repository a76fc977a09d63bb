import { explainCorefile } from '../../lib/corefile/explain';

const text = '. {\n  log\n  forward . 192.0.2.1\n  acl {\n    allow net 10.0.0.0/8\n  }\n  cache 30\n  kubernetes cluster.local in-addr.arpa {\n    pods insecure\n  }\n}\ncorp.example tls://corp.example {\n}\n';

test('each block with its zones, and its plugins in the order of the release, whatever the order in the file', () => {
  expect(explainCorefile(text, { version: '1.14.2' })).toContain('dns://.:53  (line 1)\n  set: log\n  1. acl: lets clients in or not\n  2. cache 30: answers what it knows\n  3. kubernetes cluster.local in-addr.arpa: answers for Services and pods\n  4. forward . 192.0.2.1: asks other servers\n');
  expect(explainCorefile(text, { version: '1.14.3' })).toContain('1. cache 30: answers what it knows\n  2. acl: lets clients in or not');
  expect(explainCorefile(text)).toContain('dns://corp.example.:53, tls://corp.example.:853  (line 12)\n  no plugin answers: every question is refused\n');
});

test('where questions of each kind go', () => {
  expect(explainCorefile(text)).toContain('  a Service, web.shop.svc.cluster.local.: block .:53, then acl → cache → kubernetes → forward\n');
  expect(explainCorefile('corp.example {\n  whoami\n}\n')).toContain('  the world, example.org.: no block serves it, so it is refused\n');
});
