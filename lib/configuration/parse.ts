import { parseYaml } from '../cluster/read/yaml';
import { isObject } from '../model/json';
import { list, UsageError } from '../model/usage-error';
import type { CheckConfiguration, Configuration } from './configuration';

/** What is wrong with a value at a path, or nothing. */
type Shape = (value: unknown, path: string) => readonly string[];

/**
 * Reads a `sealane.yaml`.
 *
 * @throws UsageError with everything that is wrong in it
 * @example parseConfiguration(text, 'sealane.yaml')
 */
export function parseConfiguration(source: string, file: string): Configuration {
  const parsed = parseYaml(source);
  if ('message' in parsed) throw new UsageError({ what: `${file}:${parsed.line}: ${parsed.message}`, fix: 'correct the YAML' });
  const [fault] = parsed.faults;
  if (fault !== undefined) throw new UsageError({ what: `${file}:${fault.line}: ${fault.message}`, fix: 'keep one of them' });
  const value = parsed.value ?? {};
  const problems = configuration(value, '');
  if (problems.length > 0) throw new UsageError({ what: `${file}: ${problems.join('; ')}`, fix: 'correct the file; docs/configuration.md lists every field' });
  return value;
}

/**
 * What a program says in place of a `sealane.yaml`.
 *
 * @throws UsageError with everything that is wrong in it
 */
export function refuseMalformed(said: CheckConfiguration): void {
  const problems = checkConfiguration(said, 'check');
  if (problems.length > 0) throw new UsageError({ what: problems.join('; '), fix: 'docs/configuration.md lists every field' });
}

const text: Shape = (value, path) => (typeof value === 'string' && value !== '' ? [] : [`${path} is ${shown(value)}, not a text`]);
const number: Shape = (value, path) => (typeof value === 'number' ? [] : [`${path} is ${shown(value)}, not a number`]);
const truth: Shape = (value, path) => (typeof value === 'boolean' ? [] : [`${path} is ${shown(value)}, not true or false`]);
const mapping: Shape = (value, path) => (isObject(value) ? [] : [`${path} is ${shown(value)}, not a map`]);
/** Versions look like numbers: 1.30 without quotes is 1.3. */
const version: Shape = (value, path) => (typeof value === 'number' ? [`${path} is the number ${value}: quote it`] : text(value, path));
const oneOf = (...allowed: readonly string[]): Shape => (value, path) => (allowed.includes(String(value)) ? [] : [`${path} is ${shown(value)}, allowed are ${list(allowed)}`]);
const listOf = (item: Shape): Shape => (value, path) => (Array.isArray(value) ? value.flatMap((each: unknown, i) => item(each, `${path}[${i}]`)) : [`${path} is ${shown(value)}, not a list`]);
const mapOf = (item: Shape): Shape => (value, path) => (isObject(value) ? Object.entries(value).flatMap(([key, each]) => item(each, `${path}.${key}`)) : mapping(value, path));
const either = (...shapes: readonly Shape[]): Shape => (value, path) => (shapes.some(shape => shape(value, path).length === 0) ? [] : (shapes.at(-1) ?? mapping)(value, path));

function fields(known: Readonly<Record<string, Shape>>, required: readonly string[] = []): Shape {
  return (value, path) => {
    if (!isObject(value)) return mapping(value, path === '' ? 'the file' : path);
    const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
    return [
      ...required.filter(key => value[key] === undefined).map(key => `${path} has no ${key}`),
      ...Object.entries(value).flatMap(([key, each]) => {
        const shape = Object.hasOwn(known, key) ? known[key] : undefined;
        if (shape === undefined) return [`${at(key)} is no field; ${path === '' ? 'there are' : `${path} has`} ${list(Object.keys(known))}`];
        return each === null || each === undefined ? [] : shape(each, at(key));
      }),
    ];
  };
}

const pods = { namespace: text, labels: mapOf(text) };
const platform = fields({
  mesh: oneOf('none', 'istio', 'linkerd', 'consul'), dataPlane: oneOf('sidecar', 'ambient'), cluster: text, routing: oneOf('istio', 'gateway'),
  kubernetesVersion: version, istioVersion: version, clusterDomain: text, trustDomain: text, rootNamespace: text, ipFamilies: listOf(oneOf('IPv4', 'IPv6')),
  cni: either(text, mapping), dns: fields({ ...pods, port: number, clusterIP: text, nodeLocalIP: text, carrier: oneOf('kubeadm', 'eks', 'aks', 'k3s', 'gke', 'openshift'), version }), nodeCidrs: listOf(text), controlPlaneSources: listOf(text),
  apiServer: fields({ cidrs: listOf(text), port: number }, ['cidrs']), monitoring: either(truth, mapping), tracing: fields({ ...pods, port: number }, ['namespace', 'labels']),
  ingress: fields({ ...pods, serviceAccount: text }, ['namespace', 'labels', 'serviceAccount']), gatewayApi: fields({ version, channel: oneOf('standard', 'experimental'), className: text }),
  mcs: fields({ version }, ['version']), peers: listOf(mapping), controlPlane: fields({ ...pods, port: number, plaintextPort: number }),
  enrolment: either(fields({ revision: text }, ['revision']), fields({ label: text, value: text }, ['label', 'value'])),
});

const check = {
  profile: oneOf('default', 'strict', 'advice'),
  declared: listOf(fields({ kind: text, group: text, namespace: text, name: text }, ['kind', 'name'])),
  complete: either((value, path) => (value === true ? [] : [`${path} is ${shown(value)}`]), listOf(text)),
  severities: mapOf(oneOf('error', 'warning', 'info', 'off')),
  accepts: listOf(fields({ rule: text, reason: text, namespace: text, kind: text, name: text }, ['rule', 'reason'])),
  edges: listOf(fields({ from: text, to: text, port: either(number, text) }, ['from', 'to', 'port'])),
  pinningNodes: mapOf(text),
  mutualTls: oneOf('STRICT', 'PERMISSIVE', 'DISABLE'),
};
const checkConfiguration = fields(check);
const configuration = fields({ platform, ...check, clusters: mapOf(text), debugImage: text });

function shown(value: unknown): string {
  return Array.isArray(value) ? 'a list' : isObject(value) ? 'a map' : JSON.stringify(value) ?? 'nothing';
}
