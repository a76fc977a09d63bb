import type { RoutePath } from '../../intents/exposure';
import { UsageError } from '../../model/usage-error';

const allowed = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/;
const odd = /\/\/|\/\.\.?(?:\/|$)|%2f/i;

/** The path as every system takes it: a prefix without a slash at its end, which means the same. */
export function pathOf(where: string, path: RoutePath): RoutePath {
  const forms = Object.keys(path);
  const text = 'exact' in path ? path.exact : path.prefix;
  if (forms.length !== 1 || typeof text !== 'string') throw new UsageError({ what: `${where}: path is ${JSON.stringify(path)}`, fix: "use { prefix: '/cart' } or { exact: '/cart' }" });
  if (!text.startsWith('/')) throw new UsageError({ what: `${where}: path "${text}" does not begin with "/"`, fix: `use "/${text}"` });
  if (text.length > 1024 || !allowed.test(text) || odd.test(text)) {
    throw new UsageError({ what: `${where}: path "${text.slice(0, 80)}" is not one that requests have after normalisation`, fix: 'use at most 1024 letters, digits and "-._~!$&\'()*+,;=:@/", without "//", "/./", "/../" and "%2f"' });
  }
  return 'exact' in path ? path : { prefix: text === '/' ? text : text.replace(/\/$/, '') };
}
