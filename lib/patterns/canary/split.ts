import type { SplitIntent } from '../../intents/split';
import type { ServicePortSubject } from '../../intents/subjects';
import { parseDuration, type Duration } from '../../model/duration';
import { compare } from '../../model/json';
import { carriesRequests } from '../../model/port';
import { list, UsageError } from '../../model/usage-error';
import type { Service } from '../../network/service';
import { cookieName, headerName, positive } from './values';

/** What decides which version, and which pod, a request goes to. */

/** Refuses a version that the Service does not have. */
export function knownVersion(where: string, option: string, version: string, versions: readonly string[]): void {
  if (!versions.includes(version)) throw new UsageError({ what: `${where}: ${option} names version "${version}"`, fix: `use ${list(versions)}` });
}

export function weightsOf(where: string, weights: Readonly<Record<string, number>>, versions: readonly string[]): ReadonlyMap<string, number> {
  for (const version of Object.keys(weights)) knownVersion(where, 'weights', version, versions);
  const missing = versions.filter(version => weights[version] === undefined);
  if (missing.length > 0) throw new UsageError({ what: `${where}: weights leave out ${list(missing)}`, fix: 'give every version a weight; 0 is one' });
  const entries = versions.map((version): [string, number] => [version, weights[version] ?? 0]);
  const seen = entries.map(([version, weight]) => `${version}: ${weight}`).join(', ');
  if (entries.some(([, weight]) => !Number.isInteger(weight) || weight < 0)) {
    throw new UsageError({ what: `${where}: weights { ${seen} } are not whole numbers from 0 to 100`, fix: 'use whole parts of 100' });
  }
  const sum = entries.reduce((total, [, weight]) => total + weight, 0);
  if (sum !== 100) throw new UsageError({ what: `${where}: weights { ${seen} } add up to ${sum}`, fix: 'make them parts of 100' });
  return new Map(entries.sort(([a], [b]) => compare(a, b)));
}

/** The port whose requests are split: the named one, else the only one that carries requests. */
export function portOf(where: string, service: Service, name: string | undefined): ServicePortSubject {
  const request = service.ports.filter(carriesRequests);
  const names = list(request.map(port => port.name));
  const rename = 'call it http-…, http2-… or grpc-…, or set appProtocol';
  if (name !== undefined) {
    const { port } = service.port(name);
    if (!request.includes(port)) {
      throw new UsageError({
        what: `${where}: port "${name}" is not declared to carry requests, so the mesh would route connections and ignore every rule`,
        fix: `${rename}${request.length > 0 ? `, or split ${names}` : ''}`,
      });
    }
    return port;
  }
  const [only, second] = request;
  if (only === undefined) {
    throw new UsageError({ what: `${where}: none of its ports (${list(service.ports.map(port => port.name))}) is declared to carry requests`, fix: rename });
  }
  if (second !== undefined) throw new UsageError({ what: `${where}: the ports ${names} all carry requests`, fix: 'say which one with port' });
  return only;
}

export function versionStickyOf(
  where: string,
  service: Service,
  sticky: true | { readonly cookie?: string; readonly maxAge?: Duration },
): NonNullable<SplitIntent['versionSticky']> {
  const { cookie = `${service.name}-version`, maxAge = '1h' } = sticky === true ? {} : sticky;
  const milliseconds = parseDuration(positive(`${where}: versionSticky.maxAge`, maxAge)) ?? 0;
  if (milliseconds < 1000) {
    throw new UsageError({ what: `${where}: versionSticky.maxAge is ${maxAge}, and cookies live for whole seconds`, fix: 'use "1s" or longer' });
  }
  return { cookie: cookieName(where, cookie), maxAgeSeconds: Math.floor(milliseconds / 1000) };
}

export function podStickyOf(where: string, sticky: NonNullable<SplitIntent['podSticky']>): NonNullable<SplitIntent['podSticky']> {
  const keys = ['cookie', 'header', 'sourceAddress'].filter(key => key in sticky);
  if (keys.length !== 1) {
    throw new UsageError({ what: `${where}: podSticky goes by ${list(keys, 'nothing')}`, fix: 'give one of cookie with ttl, header and sourceAddress' });
  }
  if ('cookie' in sticky) {
    if (parseDuration(sticky.ttl) === undefined) {
      throw new UsageError({ what: `${where}: podSticky.ttl "${sticky.ttl}" is not a duration`, fix: 'write it as "1h", or "0s" for a session' });
    }
    return { ...sticky, cookie: cookieName(where, sticky.cookie) };
  }
  return 'header' in sticky ? { header: headerName(`${where}: podSticky`, sticky.header) } : sticky;
}
