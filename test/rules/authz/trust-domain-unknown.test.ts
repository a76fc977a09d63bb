import { trustDomainUnknown } from '../../../lib/rules/authz/trust-domain-unknown';
import { istio } from '../../mesh/mesh';
import { said } from '../../support/rules';

const policy = (principal: string): ReturnType<typeof istio> => istio('AuthorizationPolicy', 'guard', { rules: [{ from: [{ source: { principals: [principal] } }] }] });
const other = policy('prod.example/ns/shop/sa/web');

test('a trust domain of nobody', () => {
  expect(said(trustDomainUnknown, [other], { known: new Set(['trustDomain']) })).toEqual(['warning: trust domain prod.example is not of this mesh, which has cluster.local']);
});

test('where nobody says the trust domain it is unknown', () => {
  expect(said(trustDomainUnknown, [other])).toEqual(['unknown: the trust domain is not declared']);
});

test('an alias, the name for the own one, and patterns are well', () => {
  expect(said(trustDomainUnknown, [other], { meshConfig: { trustDomainAliases: ['prod.example'] } })).toEqual([]);
  expect(said(trustDomainUnknown, [policy('cluster.local/ns/shop/sa/web'), policy('*/ns/shop/sa/web')], { meshConfig: {} })).toEqual([]);
});
