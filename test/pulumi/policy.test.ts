import type { PolicyResource, StackValidationArgs, StackValidationPolicy } from '@pulumi/policy';
import { sealanePolicies } from '../../lib/pulumi/policy';
import type { OwnRule } from '../../lib/rules/own-rule';

// What the SDK wraps resources in, with its sentinel for a string that a preview does not know.
const { unknownCheckingProxy, unknownStringValue } = jest.requireActual<{ readonly unknownCheckingProxy: <T>(value: T) => T; readonly unknownStringValue: string }>('@pulumi/policy/proxy');

const resource = (type: string, name: string, props: object, provider = 'eu'): PolicyResource =>
  ({ type, name, urn: `urn:pulumi:test::shop::${type}::${name}`, props: unknownCheckingProxy(props) as Record<string, unknown>, opts: {}, dependencies: [], propertyDependencies: {}, provider: { type: 'pulumi:providers:kubernetes', name: provider, urn: `urn:${provider}`, props: {} } }) as unknown as PolicyResource;

const route = (subset: string): PolicyResource =>
  resource('kubernetes:networking.istio.io/v1:VirtualService', 'reviews', {
    apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'reviews', namespace: 'shop' },
    spec: { hosts: ['reviews.shop.svc.cluster.local'], http: [{ route: [{ destination: { host: 'reviews.shop.svc.cluster.local', subset } }] }] },
  });
const rule = resource('kubernetes:networking.istio.io/v1:DestinationRule', 'reviews', {
  apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: { name: 'reviews', namespace: 'shop' },
  spec: { host: 'reviews.shop.svc.cluster.local', subsets: [{ name: 'v1', labels: { version: 'v1' } }] },
});

/** What policies that are not disabled say of a stack: `policy: message`, and of which resource. */
function said(policies: readonly StackValidationPolicy[], resources: readonly PolicyResource[]): readonly { readonly policy: string; readonly message: string; readonly urn: string | undefined }[] {
  const violations: { policy: string; message: string; urn: string | undefined }[] = [];
  for (const { name, enforcementLevel, validateStack } of policies) {
    if (enforcementLevel !== 'disabled') void validateStack({ resources: [...resources] } as unknown as StackValidationArgs, (message, urn) => void violations.push({ policy: name, message, urn }));
  }
  return violations;
}

const named = (policies: readonly StackValidationPolicy[], name: string): StackValidationPolicy | undefined => policies.find(policy => policy.name === name);

test('a violation says what, where, what to do and where it is explained, at the resource', () => {
  const violations = said(sealanePolicies(), [route('v2'), rule]);
  expect(violations.filter(({ policy }) => policy === 'route-subset-undefined')).toEqual([
    {
      policy: 'route-subset-undefined',
      urn: 'urn:pulumi:test::shop::kubernetes:networking.istio.io/v1:VirtualService::reviews',
      message: [
        'error route/subset-undefined: subset "v2" of reviews.shop.svc.cluster.local is defined by no DestinationRule',
        '   at VirtualService shop/reviews  spec.http[0].route[0].destination.subset',
        ' near DestinationRule shop/reviews  spec.subsets  subsets: v1',
        ' help: add subset "v2" to DestinationRule shop/reviews, or route to "v1"',
        '  see: https://sealane.dev/rules/route/subset-undefined',
      ].join('\n'),
    },
  ]);
  expect(said(sealanePolicies(), [route('v1'), rule]).filter(({ policy }) => policy === 'route-subset-undefined')).toEqual([]);
});

test('errors are mandatory, warnings advisory and information disabled, unless somebody says otherwise', () => {
  const policies = sealanePolicies();
  expect(named(policies, 'route-subset-undefined')).toMatchObject({ enforcementLevel: 'mandatory', severity: 'high', displayName: 'route/subset-undefined', url: 'https://sealane.dev/rules/route/subset-undefined' });
  expect(named(policies, 'platform-accept-unused')).toMatchObject({ enforcementLevel: 'advisory', severity: 'medium' });
  expect(named(policies, 'route-version-not-sticky')?.enforcementLevel ?? 'disabled').toBe('disabled');
  const gentle = sealanePolicies({ enforcement: { all: 'advisory', 'route/subset-undefined': 'disabled' } });
  expect([named(gentle, 'api-invalid-field')?.enforcementLevel, named(gentle, 'route-subset-undefined')?.enforcementLevel]).toEqual(['advisory', 'disabled']);
  expect(named(sealanePolicies({ configuration: { severities: { 'route/subset-undefined': 'warning' } } }), 'route-subset-undefined')?.enforcementLevel).toBe('advisory');
});

test('names of policies are told apart, and none is one that packs reserve', () => {
  const names = sealanePolicies().map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).not.toContain('all');
  expect(names.filter(name => !/^[a-z][a-z0-9-]+$/.test(name))).toEqual([]);
});

test('a value that a preview does not know neither passes nor fails, and is counted', () => {
  const violations = said(sealanePolicies(), [route(unknownStringValue), rule]);
  expect(violations.filter(({ policy }) => policy === 'route-subset-undefined')).toEqual([]);
  expect(violations).toContainEqual({ policy: 'sealane-unchecked', message: '1 value is only known at deploy; no rule was asked about it', urn: undefined });
  expect(said(sealanePolicies(), [route('v1'), rule]).filter(({ policy }) => policy === 'sealane-unchecked')).toEqual([]);
});

test('providers are clusters of their own', () => {
  const elsewhere = { ...rule, provider: { type: 'pulumi:providers:kubernetes', name: 'us', urn: 'urn:us', props: {} } };
  const undefinedSubsets = (resources: readonly PolicyResource[]): number => said(sealanePolicies(), resources).filter(({ policy }) => policy === 'route-subset-undefined').length;
  expect([undefinedSubsets([route('v2'), rule]), undefinedSubsets([route('v2'), elsewhere])]).toEqual([1, 0]);
});

test('what an update says of an object is not what its author wrote; the inputs are', () => {
  const { props } = route('v2');
  const updated = resource('kubernetes:networking.istio.io/v1:VirtualService', 'reviews', { ...props, status: {}, __initialApiVersion: 'networking.istio.io/v1', __inputs: { ...props }, metadata: { name: 'reviews', namespace: 'shop', uid: 'u' } });
  expect(said(sealanePolicies(), [updated, rule]).filter(({ policy }) => policy === 'route-subset-undefined')).toHaveLength(1);
});

test('resources that are no objects are left alone', () => {
  const others = [resource('aws:s3/bucket:Bucket', 'b', {}), resource('kubernetes:helm.sh/v3:Release', 'r', {}), resource('kubernetes:apps/v1:DeploymentPatch', 'p', {}), resource('kubernetes:yaml/v2:ConfigGroup', 'c', {})];
  expect(said(sealanePolicies(), others)).toEqual([]);
});

test('rules of your own are policies beside the others', () => {
  const owner: OwnRule = {
    id: 'acme/owner-named', severity: 'error', url: 'https://platform.acme.example/owner-named',
    check: ({ cluster }) => cluster.of('networking.istio.io', 'DestinationRule').map(object => ({ object, message: 'nobody owns it', help: 'name an owner' })),
  };
  const policies = sealanePolicies({ rules: [owner] });
  expect(named(policies, 'acme-owner-named')).toMatchObject({ enforcementLevel: 'mandatory', url: 'https://platform.acme.example/owner-named' });
  expect(said(policies, [rule]).find(({ policy }) => policy === 'acme-owner-named')?.message).toContain('see: https://platform.acme.example/owner-named');
  expect(() => sealanePolicies({ rules: [{ ...owner, id: 'route/mine' }] })).toThrow("rule route/mine is in an area of sealane's");
  expect(() => sealanePolicies({ enforcement: { 'route/subset-undefind': 'mandatory' } })).toThrow('enforcement of route/subset-undefind, which no policy is');
});
