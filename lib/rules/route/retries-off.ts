import { numberAt, objectAt, objectsAt, specOf } from '../../mesh/fields';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

const details = ['perTryTimeout', 'retryOn', 'retryRemoteLocalities', 'retryIgnorePreviousHosts', 'backoff'] as const;
/** Those beside which Istio refuses `attempts: 0`; the others are only without effect. Source: `validateHTTPRetry` of Istio 1.31. */
const refused: ReadonlySet<string> = new Set(['perTryTimeout', 'retryOn', 'retryRemoteLocalities']);

/** Retries that are switched off, by 0 attempts or by leaving them out, and described all the same. */
export const retriesOff: Rule = {
  id: 'route/retries-off',
  codes: ['CAN-08', 'IST0106'],
  severity: 'error',
  reads: 'effective',
  check: ({ cluster }) =>
    cluster.of('networking.istio.io', 'VirtualService').flatMap(service => objectsAt(specOf(service), 'http').flatMap((rule, i): readonly Reported[] => {
      const retries = objectAt(rule, 'retries');
      if (retries === undefined) return [];
      const path = ['spec', 'http', i, 'retries'];
      const attempts = numberAt(retries, 'attempts');
      if (attempts !== undefined && attempts < 0) return [{ object: service, path: [...path, 'attempts'], message: `attempts is ${attempts}, and Istio refuses a negative number`, help: 'write 0 to switch retries off, or leave retries out for Istio\'s default of 2' }];
      const said = details.filter(field => retries[field] !== undefined);
      if ((attempts ?? 0) !== 0 || said.length === 0) return [];
      const effect = said.some(field => refused.has(field)) ? 'Istio refuses' : 'has no effect';
      return [{ object: service, path, ...(effect === 'has no effect' ? { codes: ['CAN-08'] } : {}), message: `${attempts === undefined ? 'attempts is not set, which is 0' : 'attempts is 0'}: retries are off, and ${list(said)} beside it ${effect === 'has no effect' ? effect : `is what ${effect}`}`, help: `write attempts of 1 or more, or remove ${list(said)}` }];
    })),
};
