import { objectsAt, specOf, textsAt } from '../../mesh/fields';
import { nearest } from '../../model/spelling';
import type { Rule } from '../rule';

/** Methods of HTTP and of WebDAV, as the registry of IANA has them, and those of caches. */
const methods: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'QUERY', 'PURGE',
  'PROPFIND', 'PROPPATCH', 'MKCOL', 'COPY', 'MOVE', 'LOCK', 'UNLOCK', 'SEARCH', 'REPORT', 'ACL', 'BIND', 'UNBIND', 'REBIND', 'LINK', 'UNLINK', 'LABEL', 'MERGE', 'MKACTIVITY', 'MKCALENDAR', 'MKREDIRECTREF',
  'MKWORKSPACE', 'ORDERPATCH', 'UPDATE', 'UPDATEREDIRECTREF', 'VERSION-CONTROL', 'CHECKIN', 'CHECKOUT', 'UNCHECKOUT', 'BASELINE-CONTROL', 'PRI'];

/** A method that no request has: an ALLOW rule admits nothing by it, a DENY rule refuses nothing. Methods are compared letter by letter. */
export const methodUnknown: Rule = {
  id: 'authz/method-unknown',
  codes: ['KIA0102'],
  severity: 'warning',
  reads: 'effective',
  check: world => world.cluster.of('security.istio.io', 'AuthorizationPolicy').flatMap(object => objectsAt(specOf(object), 'rules').flatMap((rule, i) => objectsAt(rule, 'to').flatMap((to, j) =>
    (['methods', 'notMethods'] as const).flatMap(field => textsAt(to, 'operation', field).flatMap((method, k) => {
      if (fits(method)) return [];
      const meant = nearest(method, methods);
      return [{
        object,
        path: ['spec', 'rules', i, 'to', j, 'operation', field, k],
        message: `"${method}" is no method of HTTP, and methods are compared letter by letter`,
        help: meant === undefined ? 'name a method such as GET; methods of gRPC are paths, such as /shop.Reviews/List' : `write ${meant}`,
      }];
    }))))),
};

function fits(method: string): boolean {
  if (method === '*') return true;
  if (method.endsWith('*')) return methods.some(each => each.startsWith(method.slice(0, -1)));
  return method.startsWith('*') ? methods.some(each => each.endsWith(method.slice(1))) : methods.includes(method);
}
