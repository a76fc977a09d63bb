import { groupsAlike } from '../../../lib/rules/service/groups-alike';
import { istio } from '../../mesh/mesh';
import { said } from '../../support/rules';

const group = (name: string, labels: object, namespace = 'shop'): ReturnType<typeof istio> => istio('WorkloadGroup', name, { metadata: { labels }, template: {} }, { namespace });

test('the same labels in one namespace', () => {
  expect(said(groupsAlike, [group('a', { app: 'vm' }), group('b', { app: 'vm' })])).toEqual(['warning: machines of WorkloadGroup shop/b and of WorkloadGroup shop/a have the same labels, app=vm']);
});

test('other labels, and another namespace, are well', () => {
  expect(said(groupsAlike, [group('a', { app: 'vm' }), group('b', { app: 'vm', zone: 'b' }), group('c', { app: 'vm' }, 'web')])).toEqual([]);
});
