import { texts, type Place } from '../builtin/place';
import { domainProblem, isLabel } from './names';
import { refuse, warn } from './place';

/**
 * Gateways by `namespace/name`, or by the older form of a host name. Behind one without a slash istiod looks at no other: they are not
 * accused here either.
 */
export function gatewayNames(place: Place, generated: boolean): void {
  for (const [name, i] of texts(place, 'gateways')) {
    const slash = name.indexOf('/');
    if (slash < 0) {
      const [first = '', second = ''] = name.split('.');
      if (name.includes('.')) warn(place, ['gateways', i], `"${name}" is the older form of a gateway's name`, `write ${second}/${first}`);
      const wrong = domainProblem(name);
      if (wrong !== undefined) refuse(place, ['gateways', i], `"${name}" ${wrong}`);
      return;
    }
    const [namespace, own] = [name.slice(0, slash), name.slice(slash + 1)];
    if (!isLabel(namespace)) refuse(place, ['gateways', i], `"${name}" must begin with a namespace, "${namespace}" is none`);
    if (own === '' || (!isLabel(own) && !generated)) refuse(place, ['gateways', i], `"${name}" must end with the name of a Gateway, "${own}" is none`);
  }
}
