import { numberAt, objectAt, objectsAt, specOf, textAt } from '../../mesh/fields';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

/** Conditions under which the server may have done its work: the answer is lost, or says that it failed on the way. */
const afterwards = new Set(['5xx', 'gateway-error', 'reset', 'retriable-4xx', 'retriable-status-codes', '500', '502', '504']);
const writing = new Set(['POST', 'PATCH']);

/** A rule for requests that change something, whose retries may do it twice. Istio's own conditions are those under which nothing was done yet. */
export const retriesUnsafe: Rule = {
  id: 'route/retries-unsafe',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: ({ cluster }) => cluster.of('networking.istio.io', 'VirtualService').flatMap(object => objectsAt(specOf(object), 'http').flatMap((rule, i): readonly Reported[] => {
    const retries = objectAt(rule, 'retries');
    const methods = objectsAt(rule, 'match').map(match => textAt(match, 'method', 'exact') ?? '');
    const said = (textAt(retries, 'retryOn') ?? '').split(',').map(word => word.trim()).filter(word => afterwards.has(word));
    // Only a rule for writing requests alone says that they are meant.
    if (retries === undefined || (numberAt(retries, 'attempts') ?? 0) < 1 || said.length === 0 || methods.length === 0 || !methods.every(method => writing.has(method))) return [];
    return [{
      object,
      path: ['spec', 'http', i, 'retries', 'retryOn'],
      message: `${list([...new Set(methods)])} is sent again on ${list(said)}, when the server may have done it already`,
      help: 'retry on connect-failure, refused-stream and unavailable alone, or give the requests a key by which the server knows them again',
      assumption: 'the server does not know a request again',
    }];
  })),
};
