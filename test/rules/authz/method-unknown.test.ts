import { methodUnknown } from '../../../lib/rules/authz/method-unknown';
import { istio } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const policy = (operation: object): ReturnType<typeof istio> => istio('AuthorizationPolicy', 'guard', { rules: [{ to: [{ operation }] }] });

test('small letters, and what is no method', () => {
  expect(ruled(methodUnknown, [policy({ methods: ['GET', 'post'] })]).findings).toMatchObject([{
    severity: 'warning', path: ['spec', 'rules', 0, 'to', 0, 'operation', 'methods', 1], message: '"post" is no method of HTTP, and methods are compared letter by letter', help: 'write POST',
  }]);
  expect(said(methodUnknown, [policy({ notMethods: ['/shop.Reviews/List', 'ger*'] })])).toHaveLength(2);
});

test.each(['GET', 'PROPFIND', '*', 'P*', '*T'])('%s is well', method => {
  expect(said(methodUnknown, [policy({ methods: [method] })])).toEqual([]);
});
