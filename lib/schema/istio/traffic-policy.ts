import { child, children, flag, has, type Place } from '../builtin/place';
import { clientTls } from './client-tls';
import { connectionPool } from './connection-pool';
import { anyDuration, atLeastZero, duration, percent, port } from './fields';
import { loadBalancer } from './load-balancer';
import { domainProblem } from './names';
import { amount, count, isAddress, refuse, warn, withoutWarnings, written } from './place';

const settings = ['outlierDetection', 'connectionPool', 'loadBalancer', 'tls', 'tunnel', 'proxyProtocol', 'retryBudget'];
const ofPorts = ['outlierDetection', 'connectionPool', 'loadBalancer', 'tls'];

/** How clients reach a host, a subset or a port. `namespace` is the one of the object. */
export function trafficPolicy(place: Place | undefined, namespace: string): void {
  if (place === undefined) return;
  if (!settings.some(key => has(place, key)) && count(place, 'portLevelSettings') === 0) return refuse(place, [], `a traffic policy must have at least one field: ${settings.join(', ')}, portLevelSettings`);
  if (has(place, 'tunnel') && has(place, 'proxyProtocol')) return refuse(place, 'proxyProtocol', '"tunnel" and "proxyProtocol" must not both be given');
  ofOneLevel(place, namespace);
  for (const one of children(place, 'portLevelSettings')) {
    if (!has(one, 'port')) refuse(one, 'port', '"port" must be given');
    const at = child(one, 'port');
    if (at !== undefined) atLeastZero(at, 'number');
    if (!ofPorts.some(key => has(one, key))) refuse(one, [], `settings of a port must have at least one of ${ofPorts.join(', ')}`);
    withoutWarnings(one, () => { ofOneLevel(one, namespace); });
  }
  tunnel(child(place, 'tunnel'));
  const budget = child(place, 'retryBudget');
  if (budget === undefined) return;
  anyDuration(budget, 'budgetInterval');
  atLeastZero(budget, 'minRetryConcurrency');
}

function ofOneLevel(place: Place, namespace: string): void {
  outlierDetection(child(place, 'outlierDetection'));
  connectionPool(child(place, 'connectionPool'));
  loadBalancer(child(place, 'loadBalancer'), has(place, 'outlierDetection'));
  clientTls(child(place, 'tls'), namespace);
}

function outlierDetection(place: Place | undefined): void {
  if (place === undefined) return;
  for (const key of ['baseEjectionTime', 'interval']) duration(place, key);
  for (const key of ['maxEjectionPercent', 'minHealthPercent']) percent(place, key);
  // istiod cannot decode what is below 0.
  atLeastZero(place, 'consecutive5xxErrors', 'consecutiveGatewayErrors', 'consecutiveLocalOriginFailures');
  numbers(place, 'outlierDetectionHttpErrorCodes').forEach((code, i) => { if (typeof code === 'number' && code < 0) refuse(place, ['outlierDetectionHttpErrorCodes', i], `${code} is no status`); });
  if (amount(place, 'consecutiveErrors') !== 0) warn(place, 'consecutiveErrors', '"consecutiveErrors" is deprecated', 'write consecutive5xxErrors or consecutiveGatewayErrors');
  if ((amount(place, 'consecutiveLocalOriginFailures') ?? 0) > 0 && flag(place, 'splitExternalLocalOriginErrors') !== true && !isLater(place, 'splitExternalLocalOriginErrors')) {
    refuse(place, 'consecutiveLocalOriginFailures', '"consecutiveLocalOriginFailures" needs "splitExternalLocalOriginErrors"', 'add splitExternalLocalOriginErrors: true');
  }
}

function numbers(place: Place, key: string): readonly unknown[] {
  const value = place.value[key];
  return Array.isArray(value) ? value : [];
}

function isLater(place: Place, key: string): boolean {
  return has(place, key) && flag(place, key) === undefined;
}

function tunnel(place: Place | undefined): void {
  if (place === undefined) return;
  const protocol = written(place, 'protocol') ?? '';
  if (protocol !== '' && protocol !== 'CONNECT' && protocol !== 'POST') refuse(place, 'protocol', `"${protocol}" must be "CONNECT" or "POST"`);
  const host = written(place, 'targetHost');
  const wrong = host === undefined || isAddress(host) ? undefined : domainProblem(host);
  if (wrong !== undefined) refuse(place, 'targetHost', host === '' ? '"targetHost" must be given' : `"${host ?? ''}" ${wrong}`);
  port(place, 'targetPort');
}
