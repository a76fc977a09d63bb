import { Network } from '../../../lib/network/network';
import { plainKubernetes } from '../../../lib/platform/presets';
import { namespaceUndeclared } from '../../../lib/rules/api/namespace-undeclared';
import { found, messages, object, view } from '../../support/rules';
import { workload } from '../../support/shop';

const check = (given: Parameters<typeof view>[0]): ReturnType<typeof found> => found(namespaceUndeclared, view(given));

test('a namespace that objects are in and nobody declares is an error, once, with its users', () => {
  expect(check({ objects: [object('Service', 'b', { namespace: 'shpo', construct: 'shop/b' }), object('Service', 'a', { namespace: 'shpo' })] })).toEqual([
    expect.objectContaining({ severity: 'error', message: 'namespace shpo is declared nowhere and used by Service a, Service b', help: "declare it: net.namespace('shpo', { create: true }), or without create if it exists already", constructs: ['shop/b'] }),
  ]);
});

test('many users are counted', () => {
  expect(messages(check({ objects: ['a', 'b', 'c', 'd', 'e'].map(name => object('Service', name, { namespace: 'shpo' })) }))).toEqual(['namespace shpo is declared nowhere and used by Service a, Service b, Service c and 2 more']);
});

test('handles use namespaces too', () => {
  const net = new Network(plainKubernetes({ cluster: 'test' }));
  net.workload(workload('web', { namespace: 'shpo' }), { existing: true });
  expect(messages(check({ intents: net.intents, undeclaredNamespaces: net.undeclaredNamespaces }))).toEqual(['namespace shpo is declared nowhere and used by Deployment web']);
});

test('a namespace is declared by a handle, by an object, or by every cluster', () => {
  const net = new Network(plainKubernetes({ cluster: 'test' }));
  net.namespace('shop');
  const objects = ['shop', 'bank', 'kube-system', 'default'].map(namespace => object('Service', 'a', { namespace }));
  expect(check({ intents: net.intents, objects: [...objects, object('Namespace', 'bank'), object('Service', 'b')] })).toEqual([]);
});
