/**
 * Puts versions of an API in Kubernetes' order of preference: stable before beta before alpha, later before earlier.
 *
 * Source: `CompareKubeAwareVersionStrings` of k8s.io/apimachinery.
 *
 * @example ['v1alpha1', 'v2', 'v1beta1'].sort(compareVersions) // ['v2', 'v1beta1', 'v1alpha1']
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [rank(a), rank(b)];
  for (let i = 0; i < left.length; i++) {
    const difference = (right[i] ?? 0) - (left[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function rank(version: string): readonly number[] {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (match === null) return [0];
  return [match[2] === undefined ? 3 : match[2] === 'beta' ? 2 : 1, Number(match[1]), Number(match[3] ?? 0)];
}
