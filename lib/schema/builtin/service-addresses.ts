import { addressProblem, familyOf } from './addresses';
import { has, missing, refuse, spell, text, texts, type Place } from './place';

/** Whether a Service has no address of its own. */
export function isHeadless(spec: Place): boolean {
  const addresses = texts(spec, 'clusterIPs').map(([address]) => address);
  return addresses.length === 0 ? text(spec, 'clusterIP') === 'None' : addresses.length === 1 && addresses[0] === 'None';
}

/** Cluster addresses and their families. Source: Kubernetes 1.36, core/validation, ValidateServiceClusterIPsRelatedFields, and registry/core/service/storage. */
export function clusterAddresses(spec: Place): void {
  const first = text(spec, 'clusterIP');
  const given = texts(spec, 'clusterIPs');
  const addresses = given.length === 0 && first !== '' ? [[first, 0] as const] : given;
  if (given.length > 0) {
    if (missing(spec, 'clusterIP')) refuse(spec, 'clusterIPs', 'invalid', '"clusterIPs" must be left out where "clusterIP" is');
    else if (first !== '' && given[0]?.[0] !== first) refuse(spec, 'clusterIPs', 'invalid', `the first of "clusterIPs" must be "${first}", the "clusterIP"`);
  }
  const families = ipFamilies(spec);
  const at = (i: number): readonly (string | number)[] => (given.length === 0 ? ['clusterIP'] : ['clusterIPs', i]);
  let good = true;
  for (const [address, i] of addresses) {
    if (i === 0 && address === 'None') {
      if (addresses.length > 1) { refuse(spec, 'clusterIPs', 'invalid', '"None" must be the only value'); good = false; }
    } else good = spell(spec, at(i), address, addressProblem) && good;
  }
  if (addresses.length > 2) refuse(spec, 'clusterIPs', 'length', `${addresses.length} addresses, at most 2 are allowed`);
  policy(spec, addresses.length, families.length);
  if (!good || isHeadless(spec)) return;
  const known = addresses.map(([address]) => familyOf(address));
  if (known.length > 1 && new Set(known).size < known.length) refuse(spec, 'clusterIPs', 'invalid', 'two addresses must be one of each family');
  addresses.forEach(([address, i]) => {
    const family = families[i];
    if (family !== undefined && known[i] !== (family === 'IPv6' ? 6 : 4)) refuse(spec, at(i), 'invalid', `"${address}" is not an ${family} address, as "ipFamilies" says`);
  });
}

function ipFamilies(spec: Place): readonly string[] {
  const seen = new Set<string>();
  for (const [family, i] of texts(spec, 'ipFamilies')) {
    if (family !== 'IPv4' && family !== 'IPv6') refuse(spec, ['ipFamilies', i], 'enum', `"${family}" is not one of "IPv4", "IPv6"`);
    if (seen.has(family)) refuse(spec, ['ipFamilies', i], 'duplicate', `"${family}" is there already`);
    seen.add(family);
  }
  return texts(spec, 'ipFamilies').map(([family]) => family);
}

function policy(spec: Place, addresses: number, families: number): void {
  const value = text(spec, 'ipFamilyPolicy');
  if (has(spec, 'ipFamilyPolicy') && missing(spec, 'ipFamilyPolicy')) refuse(spec, 'ipFamilyPolicy', 'enum', '"ipFamilyPolicy" is empty');
  if (value !== '' && !['SingleStack', 'PreferDualStack', 'RequireDualStack'].includes(value)) refuse(spec, 'ipFamilyPolicy', 'enum', `"${value}" is not one of "SingleStack", "PreferDualStack", "RequireDualStack"`);
  if (value === 'SingleStack' && (addresses === 2 || families === 2)) refuse(spec, 'ipFamilyPolicy', 'invalid', '"SingleStack" is contradicted by two addresses or families', 'set "PreferDualStack" or "RequireDualStack"');
}
