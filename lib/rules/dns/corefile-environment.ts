import { lex } from '../../corefile/lexer';
import { isObject } from '../../model/json';
import { describe, fieldAt } from '../../model/object';
import { containersOf } from '../../dns/servers';
import type { CorefileRemark } from '../corefile';
import { corefileRule } from '../corefile';

/** What Kubernetes and images set themselves. */
const usual = /^(?:HOME|HOSTNAME|PATH|PWD|SSL_CERT_FILE|KUBERNETES_.+|.+_SERVICE_(?:HOST|PORT).*|.+_PORT(?:_.*)?)$/;

/** Variables that are not set, that want a default, or whose several words stay one. */
export const corefileEnvironment = corefileRule('dns/corefile-environment', 'warning', [], ({ reading, workloads, linesBefore }) => {
  const containers = workloads.flatMap(containersOf);
  const open = containers.length === 0 || containers.some(container => container['envFrom'] !== undefined);
  const values = new Map(containers.flatMap(({ env }) => (Array.isArray(env) ? env.filter(isObject).map(variable => [String(variable['name']), fieldAt(variable, 'value')] as const) : [])));
  const [workload] = workloads;
  return lex(reading.text).tokens.filter(({ line }) => line > linesBefore).flatMap(token => [...token.text.matchAll(/\{\$([^}]+)\}|\{%([^%]+)%\}/g)].flatMap(([written, first, second]): readonly CorefileRemark[] => {
    const name = first ?? second ?? '';
    const value = values.get(name);
    if (/[:\-?=]/.test(name)) return [{ at: token, message: `${written}: CoreDNS has no defaults, and looks for a variable of the name "${name}"`, help: `write {$${name.replace(/[:\-?=].*$/, '')}}, and set it in the pods` }];
    if (typeof value === 'string' && /\s/.test(value.trim())) return [{ at: token, message: `${written} is "${value}", and what a variable stands for is never cut into words`, help: 'use a variable for each word' }];
    if (open || values.has(name) || usual.test(name) || workload === undefined) return [];
    return [{ at: token, message: `${written} is nothing: the containers of ${describe(workload.object.reference)} have no variable ${name}`, help: `set ${name} in the container`, near: [{ object: workload.object }] }];
  }));
});
