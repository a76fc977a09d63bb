/** What each operation of an EnvoyFilter is ignored at. Source: `pilot/pkg/networking/core/envoyfilter` of Istio 1.31. */
const ignored: Readonly<Record<string, (applyTo: string) => boolean>> = {
  ADD: applyTo => applyTo === 'ROUTE_CONFIGURATION' || applyTo === 'HTTP_ROUTE',
  REMOVE: applyTo => applyTo === 'ROUTE_CONFIGURATION' || applyTo === 'HTTP_ROUTE',
  REPLACE: applyTo => !['NETWORK_FILTER', 'HTTP_FILTER', 'VIRTUAL_HOST'].includes(applyTo),
};

/** Whether an operation does nothing at what a patch applies to. */
export function isIgnored(operation: string, applyTo: string): boolean {
  return applyTo !== '' && ignored[operation]?.(applyTo) === true;
}
