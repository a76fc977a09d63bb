import { groupAccountMissing } from '../../../lib/rules/mtls/group-account-missing';
import { istio } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { said } from '../../support/rules';

const group = (serviceAccount?: string): ReturnType<typeof istio> => istio('WorkloadGroup', 'vm', { template: serviceAccount === undefined ? {} : { serviceAccount } });

test('an account that is not there', () => {
  expect(said(groupAccountMissing, [group('vm')], { complete: true })).toEqual(['error: there is no ServiceAccount shop/vm, as which machines of WorkloadGroup shop/vm would ask for their certificate']);
  expect(said(groupAccountMissing, [group('vm')])).toEqual(['unknown: the service account of a WorkloadGroup is not in the input']);
});

test('an account that is there, and the one that every namespace has, are well', () => {
  expect(said(groupAccountMissing, [manifest('v1', 'ServiceAccount', 'vm', { namespace: 'shop' }), group('vm')], { complete: true })).toEqual([]);
  expect(said(groupAccountMissing, [group('default'), group()], { complete: true })).toEqual([]);
});
