import { explainCorefile } from '../../lib/corefile/explain';

const text = '. {\n  log\n  forward . 192.0.2.1\n  acl {\n    allow net 10.0.0.0/8\n  }\n  cache 30\n  kubernetes cluster.local in-addr.arpa {\n    pods insecure\n  }\n}\ncorp.example tls://corp.example {\n}\n';

test('each block with its zones, and its plugins in the order of the release, whatever the order in the file', () => {
  expect(explainCorefile(text, { version: '1.14.2' })).toContain('dns://.:53  (line 1)\n  set: log\n  1. acl: lets clients in or not\n  2. cache 30: answers what it knows\n  3. kubernetes cluster.local in-addr.arpa: answers for Services and pods\n  4. forward . 192.0.2.1: asks other servers\n');
  expect(explainCorefile(text, { version: '1.14.3' })).toContain('1. cache 30: answers what it knows\n  2. acl: lets clients in or not');
  expect(explainCorefile(text)).toContain('dns://corp.example.:53, tls://corp.example.:853  (line 12)\n  no plugin answers: every question is refused\n');
});

test('where questions of each kind go', () => {
  expect(explainCorefile(text)).toContain('  a Service, web.shop.svc.cluster.local.: block .:53 in line 1: acl → cache → kubernetes answers\n');
  expect(explainCorefile(text)).toContain('  the world, example.org.: block .:53 in line 1: acl → cache → forward asks 192.0.2.1\n');
  expect(explainCorefile(text)).toContain('  zone corp.example., www.corp.example.: block corp.example.:53 in line 12: nothing answers, so it is refused\n');
  expect(explainCorefile('corp.example {\n  whoami\n}\n')).toContain('  the world, example.org.: no block serves it, so it is refused\n');
});

test('blocks of one zone are met in the order of the file, as far as their views go', () => {
  const views = '. {\n  view inside {\n    expr incidr(client_ip(), \'10.0.0.0/8\')\n    expr type() == \'A\'\n  }\n  forward . 192.0.2.1\n}\n. {\n  forward . 192.0.2.2\n}\n';
  expect(explainCorefile(views)).toContain('  the world, example.org.: where view inside holds (incidr(client_ip(), \'10.0.0.0/8\') and type() == \'A\'), block .:53 in line 1: forward asks 192.0.2.1\n    else block .:53 in line 8: forward asks 192.0.2.2\n');
  expect(explainCorefile(views.slice(0, views.indexOf('. {', 2)))).toContain('forward asks 192.0.2.1\n    else no block serves it, so it is refused\n');
});

test('what falls through, what a cache leaves out, and zones that plugins are not for', () => {
  const through = '. {\n  kubernetes cluster.local in-addr.arpa {\n    fallthrough in-addr.arpa\n  }\n  hosts /h example.org {\n    fallthrough\n  }\n  cache 30 {\n    disable success cluster.local\n    disable denial cluster.local\n  }\n  forward . 192.0.2.1 {\n    except corp.example\n  }\n}\ncorp.example {\n  forward . 192.0.2.9\n}\n';
  const told = explainCorefile(through);
  expect(told).toContain('a Service, web.shop.svc.cluster.local.: block .:53 in line 1: kubernetes answers\n');
  expect(told).toContain('an address, 1.0.96.10.in-addr.arpa.: block .:53 in line 1: cache → kubernetes, and what it has not goes on → forward asks 192.0.2.1\n');
  expect(told).toContain('the world, example.org.: block .:53 in line 1: cache → hosts, and what it has not goes on → forward asks 192.0.2.1\n');
  expect(told).toContain('zone corp.example., www.corp.example.: block corp.example.:53 in line 16: forward asks 192.0.2.9\n');
});

test('from 1.14.3 to 1.14.6 a cached answer goes around acl', () => {
  const world = (version: '1.14.2' | '1.14.3' | '1.14.7'): string | undefined => /the world.*: (acl|cache|rewrite)/.exec(explainCorefile('. {\n  acl {\n    block\n  }\n  cache 30\n  rewrite name a b\n  forward . 192.0.2.1\n}\n', { version }))?.[1];
  expect([world('1.14.2'), world('1.14.3'), world('1.14.7')]).toEqual(['acl', 'cache', 'rewrite']);
});
