import { child, children, has, type Place } from '../builtin/place';
import { wildcardDomainProblem } from './names';
import { label, port } from './fields';
import { amount, count, filled, refuse, written } from './place';

/** Where requests or connections go. */
export function destination(place: Place | undefined): void {
  if (place === undefined) return;
  const host = written(place, 'host');
  const wrong = host === undefined ? undefined : host === '*' ? 'is every host: name one' : wildcardDomainProblem(host);
  if (wrong !== undefined) refuse(place, 'host', host === '' ? '"host" must be given' : `"${host ?? ''}" ${wrong}`);
  if (filled(place, 'subset')) label(place, 'subset');
  const number = child(place, 'port');
  if (number !== undefined) port(number, 'number');
}

/** The destinations of a route and their weights. `each` says what else is in one. */
export function weighted(route: Place, generated: boolean, each: (one: Place) => void = () => undefined): void {
  const all = children(route, 'route');
  let sum: number | undefined = 0;
  for (const one of all) {
    if (!has(one, 'destination')) refuse(one, 'destination', '"destination" must be given');
    else if (!generated) destination(child(one, 'destination'));
    each(one);
    const weight = amount(one, 'weight');
    if ((weight ?? 0) < 0) refuse(one, 'weight', `${String(weight)} must be 0 or more`);
    sum = weight === undefined || sum === undefined ? undefined : sum + weight;
  }
  if (count(route, 'route') > 1 && sum === 0) refuse(route, 'route', `the weights of ${all.length} destinations sum up to 0`, 'give weights');
}
