import { expect, test } from '@jest/globals';
import '../../lib/testing/jest-globals';

const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'shop' } };

test('an import gives the matchers to the expect of @jest/globals', async () => {
  expect([settings]).toPassChecks();
  expect([settings]).not.toHaveFinding('route/without-hosts');
  await expect(Promise.resolve([settings])).resolves.toPassChecks();
});
