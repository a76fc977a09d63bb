import { numberAt, objectsAt, specOf } from '../../mesh/fields';
import type { Rule } from '../rule';

/** Weights are shares of their sum. Where that is not 100 they read as percentages that they are not. */
export const weightsSum: Rule = {
  id: 'route/weights-sum',
  codes: ['CAN-07', 'KIA1104'],
  severity: 'info',
  reads: 'effective',
  check: ({ cluster }) =>
    cluster.of('networking.istio.io', 'VirtualService').flatMap(service => ['http', 'tls', 'tcp'].flatMap(protocol => objectsAt(specOf(service), protocol).flatMap((rule, i) => {
      const weights = objectsAt(rule, 'route').map(route => numberAt(route, 'weight') ?? 0);
      const sum = weights.reduce((total, weight) => total + weight, 0);
      const path = ['spec', protocol, i, 'route'];
      const [only] = weights;
      if (weights.length === 1 && only !== undefined && only > 0 && only < 100) {
        return [{ object: service, path: [...path, 0, 'weight'], message: `the only destination has weight ${only}, and takes every request all the same`, help: 'leave the weight out, or name the destination of the rest' }];
      }
      if (weights.length < 2 || sum <= 0 || sum === 100 || weights.some(weight => weight < 0)) return [];
      return [{ object: service, path, message: `weights add up to ${sum}: a destination gets ${weights.map(weight => `${Math.round((weight / sum) * 1000) / 10} %`).join(', ')}`, help: 'write weights that add up to 100' }];
    }))),
};
