import { compareVersions } from '../../lib/model/api-version';

test('stable before beta before alpha, later before earlier, anything else last', () => {
  expect(['foo', 'v1alpha1', 'v1', 'v1beta2', 'v2', 'v1beta1', 'v10'].sort(compareVersions)).toEqual(['v10', 'v2', 'v1', 'v1beta2', 'v1beta1', 'v1alpha1', 'foo']);
});
