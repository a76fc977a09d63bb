import { serviceHops } from '../../../../lib/explain/trace/hops/service';
import { considered, shop, told, wayFrom, worldFrom } from './told';

const reviews = 'reviews.shop.svc.cluster.local';

const ask = (text: string, url = 'http://reviews', name = reviews): ReturnType<typeof serviceHops> => serviceHops(wayFrom(worldFrom(shop + text), url), name);

test('the Service, its port, where that leads, and the protocol', () => {
  const { hops, host, port } = ask('');
  expect(told(hops)).toEqual(['ok: Service shop/reviews, port 80 "http" -> targetPort 9080 (HTTP) [Service shop/reviews spec.ports[0]]']);
  expect([host?.name, port?.number]).toEqual([reviews, 80]);
});

test('a port of UDP is not the one that is dialled', () => {
  const text = `
apiVersion: v1
kind: Service
metadata: { name: names, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: dns, port: 53, protocol: UDP }, { name: dns-tcp, port: 53, protocol: TCP }] }
`;
  expect(ask(text, 'tcp://names:53', 'names.shop.svc.cluster.local').port?.name).toBe('dns-tcp');
});

describe('a port that the Service does not have', () => {
  test('is named with those that there are; it goes on at the only one', () => {
    const { hops, port } = ask('', 'http://reviews:81');
    expect(told(hops)).toEqual(['fail SVC-PORT: Service shop/reviews has no port 81 [Service shop/reviews spec.ports]']);
    expect(considered(hops)).toEqual(['port 80 "http" -> targetPort 9080 (HTTP)']);
    expect(port?.number).toBe(80);
  });

  test('may be that of the pods', () => {
    expect(told(ask('', 'http://reviews:9080').hops)).toEqual(['fail SVC-PORT: Service shop/reviews has no port 9080: 9080 is the port of its pods, and clients dial 80 [Service shop/reviews spec.ports]']);
  });

  test('ends there where several might be meant', () => {
    const text = `
apiVersion: v1
kind: Service
metadata: { name: two, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: a, port: 1 }, { name: b, port: 2 }] }
`;
    expect(ask(text, 'tcp://two:3', 'two.shop.svc.cluster.local').port).toBeUndefined();
  });
});

describe('a Service that is not there', () => {
  test('is looked for among names that are near, and it goes on there', () => {
    const { hops, host } = ask('', 'http://review', 'review.shop.svc.cluster.local');
    expect(told(hops)[0]).toBe('fail SVC-NOT-FOUND: there is no Service shop/review; was reviews meant?');
    expect(host?.name).toBe(reviews);
  });

  test('fails where the namespace shows others', () => {
    const { hops, host } = ask('', 'http://billing', 'billing.shop.svc.cluster.local');
    expect(told(hops)).toEqual(['fail SVC-NOT-FOUND: there is no Service shop/billing']);
    expect(considered(hops)).toEqual(['Service shop/reviews is there']);
    expect(host).toBeUndefined();
  });

  test('is not known where the input shows nothing of the namespace', () => {
    expect(told(ask('', 'http://db.data', 'db.data.svc.cluster.local').hops)).toEqual(['unknown: nothing of namespace data is in the input, so that nobody knows of a Service db in it']);
  });

  test('is not known where an operator may make it', () => {
    const text = 'apiVersion: acid.zalan.do/v1\nkind: postgresql\nmetadata: { name: db, namespace: shop }\n';
    expect(told(ask(text, 'tcp://db:5432', 'db.shop.svc.cluster.local').hops)).toEqual(['unknown: a controller may make Service shop/db']);
  });

  test('is not known where somebody declared it', () => {
    const world = worldFrom(shop, { declared: [{ kind: 'Service', namespace: 'shop', name: 'db' }] });
    expect(serviceHops(wayFrom(world, 'tcp://db:5432'), 'db.shop.svc.cluster.local').hops[0]?.status).toBe('unknown');
  });
});

describe('other names and addresses', () => {
  test('an ExternalName is followed, to a Service', () => {
    const text = `apiVersion: v1\nkind: Service\nmetadata: { name: ratings, namespace: shop }\nspec: { type: ExternalName, externalName: ${reviews} }\n`;
    const { hops, host } = ask(text, 'http://ratings', 'ratings.shop.svc.cluster.local');
    expect(told(hops)[0]).toBe(`ok: Service shop/ratings is another name for ${reviews} [Service shop/ratings spec.externalName]`);
    expect(host?.name).toBe(reviews);
  });

  test('an ExternalName is followed, to the outside', () => {
    const text = 'apiVersion: v1\nkind: Service\nmetadata: { name: pay, namespace: shop }\nspec: { type: ExternalName, externalName: pay.example.com }\n';
    const { name, host, elsewhere } = ask(text, 'https://pay', 'pay.shop.svc.cluster.local');
    expect({ name, host, elsewhere }).toEqual({ name: 'pay.example.com', host: undefined, elsewhere: true });
  });

  test('ExternalNames that lead in a circle end', () => {
    const one = (from: string, to: string): string => `apiVersion: v1\nkind: Service\nmetadata: { name: ${from}, namespace: shop }\nspec: { type: ExternalName, externalName: ${to}.shop.svc.cluster.local }\n---\n`;
    expect(ask(one('a', 'b') + one('b', 'a'), 'http://a', 'a.shop.svc.cluster.local').hops.at(-1)?.status).toBe('unknown');
  });

  test('a ServiceEntry says whether it is in the mesh', () => {
    const text = 'apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: { name: pay, namespace: shop }\nspec: { hosts: [pay.example.com], location: MESH_EXTERNAL, resolution: DNS, ports: [{ number: 443, name: tls, protocol: TLS }] }\n';
    expect(told(ask(text, 'https://pay.example.com', 'pay.example.com').hops)).toEqual(['ok: ServiceEntry shop/pay, outside of the mesh, port 443 "tls" (TLS) [ServiceEntry shop/pay spec.ports[0]]']);
  });

  test('the address of a Service is that Service', () => {
    expect(told(ask('', 'http://10.96.0.7', '10.96.0.7').hops)).toEqual(['ok: 10.96.0.7 is the address of Service shop/reviews, port 80 "http" -> targetPort 9080 (HTTP) [Service shop/reviews spec.ports[0]]']);
  });

  test('an address that a name stands for is looked at as such', () => {
    expect(ask('', 'http://catalogue', '10.96.0.7').host?.name).toBe(reviews);
  });

  test('the address of a pod needs no Service', () => {
    const text = 'apiVersion: v1\nkind: Pod\nmetadata: { name: one, namespace: shop, uid: a, labels: { app: one } }\nspec: { containers: [{ name: main }] }\nstatus: { podIP: 10.1.2.3, phase: Running }\n';
    const { hops, endpoints } = ask(text, 'http://10.1.2.3:8080', '10.1.2.3');
    expect(told(hops)).toEqual(['ok: 10.1.2.3 is the address of a pod of Pod shop/one: no Service takes part [Pod shop/one]']);
    expect(endpoints?.map(({ port }) => port)).toEqual([8080]);
  });

  test('the pods of a headless Service are dialled themselves, on the port that the client says', () => {
    const text = 'apiVersion: v1\nkind: Service\nmetadata: { name: db, namespace: shop }\nspec: { clusterIP: None, selector: { app: reviews }, ports: [{ name: tcp, port: 80, targetPort: 9080 }] }\n';
    const { hops, port } = ask(text, 'tcp://db:80', 'db.shop.svc.cluster.local');
    expect(told(hops)).toEqual(['ok: Service shop/db, headless: the client dials its pods themselves on 80; its targetPort 9080 plays no part [Service shop/db spec.ports[0]]']);
    expect(port?.targetPort).toBe(80);
  });
});

describe('a port without a protocol', () => {
  const plain = 'apiVersion: v1\nkind: Service\nmetadata: { name: plain, namespace: shop }\nspec: { selector: { app: reviews }, ports: [{ port: 80, targetPort: 9080 }] }\n---\n';
  const route = 'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: plain, namespace: shop }\nspec: { hosts: [plain], http: [{ route: [{ destination: { host: plain } }] }] }\n';
  const codes = (text: string, url = 'http://plain'): readonly (string | undefined)[] => ask(text, url, 'plain.shop.svc.cluster.local').hops.map(({ code }) => code);

  test('is said, and matters to nobody', () => {
    expect(told(ask(plain, 'http://plain', 'plain.shop.svc.cluster.local').hops)).toEqual(['ok: Service shop/plain, port 80 -> targetPort 9080 (no protocol said) [Service shop/plain spec.ports[0]]']);
  });

  test('matters where a route is for requests', () => {
    expect(codes(plain + route)).toEqual([undefined, 'SVC-PROTO-GUESS']);
    expect(codes(plain + route, 'tcp://plain:80')).toEqual([undefined]);
  });

  test('matters where requests are judged', () => {
    expect(codes(`${plain}apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: { name: all, namespace: shop }\nspec: { rules: [{}] }\n`)).toEqual([undefined, 'SVC-PROTO-GUESS']);
  });
});
