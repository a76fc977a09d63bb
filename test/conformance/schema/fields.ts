import type { FieldPath } from '../../../lib/model/finding';
import type { Problem } from '../../../lib/schema/answer';

/** What an error of the API server says after the field that it is about. */
const kindsOfError = 'Required value|Invalid value|Unsupported value|Duplicate value|Forbidden|Too long|Too many|Too few|Not found|Internal error|must be';

/**
 * The fields that errors of the API server name, in one form: steps joined by dots, keys of maps and positions of lists alike,
 * `spec.ports.0.name`. The decoder names fields without positions.
 */
export function fieldsIn(errors: readonly string[]): readonly string[] {
  return errors.flatMap(error => [
    ...[...error.matchAll(/unknown field "((?:[^"\\]|\\.)*)"/g)].map(([, path = '']) => oneForm(path)),
    ...[...error.matchAll(/Go struct field (\w+)\.(\S+) of type/g)].map(([, type = '', path = '']) => oneForm(type === 'ObjectMeta' && !/(?:^|\.)metadata(?:\.|$)/.test(path) ? `metadata.${path}` : path.replaceAll(/\.[A-Z]\w+(?=\.)/g, ''))),
    ...(/Go value of type v1\.ObjectMeta/.test(error) ? ['metadata'] : []),
    ...[...error.matchAll(/must be of type \w+ with format \w+ in ([^\s,]+)/g)].map(([, path = '']) => oneForm(path)),
    ...[...error.matchAll(/"([^"\s]+)" must (?:not )?validate/g)].map(([, path = '']) => oneForm(path)),
    ...[...error.matchAll(new RegExp(`(?:^|[\\s[,;])([A-Za-z<][^\\s,;]*?): (?:${kindsOfError})`, 'g'))].map(([, path = '']) => oneForm(path)),
  ]);
}

function oneForm(path: string): string {
  return path.replaceAll(/["\\]/g, '').replaceAll(/[[\].]+/g, '.').replaceAll(/^\.|\.$/g, '').replace(/^<nil>$/, '');
}

/** A path of ours in the same form. */
export function fieldOf(path: FieldPath): string {
  return oneForm(path.map(String).join('.'));
}

/** Whether two fields are the same, but for positions that one of them leaves out. */
export function isSameField(ours: string, theirs: string): boolean {
  if (ours === theirs) return true;
  const [mine, yours] = [ours.split('.'), theirs.split('.')];
  let at = 0;
  for (const step of mine) if (step === yours[at]) at++; else if (!/^\d+$/.test(step)) return false;
  return at === yours.length;
}

function withoutPositions(field: string): string {
  return field.replaceAll(/\.\d+(?=\.|$)/g, '');
}

/** Fields of the form that the server keeps objects in, and what they are in the form that is written. */
const kept: readonly (readonly [kept: RegExp, written: string])[] = [
  [/^spec\.validation\./, 'spec.versions.schema.'],
  [/^spec\.(additionalPrinterColumns(?!.*JSONPath)|selectableFields|subresources)/, 'spec.versions.$1'],
  [/^spec\.conversion\.conversionReviewVersions/, 'spec.conversion.webhook.conversionReviewVersions'],
  [/^spec\.additionalPrinterColumns\.(\d+)\.JSONPath/, 'spec.versions.additionalPrinterColumns.$1.jsonPath'],
  [/^spec\.conversion\.webhookClientConfig/, 'spec.conversion.webhook.clientConfig'],
  [/downwardAPI\.(fieldRef|resourceFieldRef|path)/, 'downwardAPI.items.$1'],
  [/\.persistentDisk\./, '.gcePersistentDisk.'],
  [/initiatorname$/, 'initiatorName'],
  [/^overhead\.limits/, 'overhead.podFixed'],
  [/(^|\.)template\.(labels|annotations)/, '$1template.metadata.$2'],
  [/^spec\.metrics\.\d+\.resource\.target\.averageUtilization/, 'spec.targetCPUUtilizationPercentage'],
  [/(^|\.)spec\.resources\.storage/, '$1spec.resources.requests.storage'],
];

/** Objects that the server names as a whole where one field in them is wrong. */
const wholes = /(?:updateStrategy|spec\.strategy|backend|defaultBackend|spec\.selector|conversion|spec\.os|schedulingGates\.\d+|resizePolicy(?:\.\d+)?|httpHeaders|projected|downwardAPI|spec\.drivers\.\d+)$/i;

/** Where the server names another field than ours, or none, and why ours is right. */
export const otherFields: Readonly<Record<string, (ours: readonly Problem[], errors: readonly string[]) => boolean>> = {
  'a parent is missing: the server reads an empty one and names what is missing within': (ours, errors) => ours.some(({ path }) => fieldsIn(errors).some(field => field.startsWith(`${fieldOf(path)}.`))),
  'of labels and annotations the server names the map, ours the key': (ours, errors) => ours.some(({ path }) => fieldsIn(errors).some(field => /(?:labels|annotations|matchLabels|nodeSelector)$/i.test(field) && fieldOf(path).startsWith(`${field}.`))),
  'the server names a field of the form that it keeps': (ours, errors) => fieldsIn(errors).some(field => kept.some(([from, to]) => from.test(field) && ours.some(({ path }) => isSameField(fieldOf(path), field.replace(from, to)) || fieldOf(path).startsWith(`${field.replace(from, to)}.`)))),
  'the server names the object, ours the field in it': (ours, errors) => fieldsIn(errors).some(field => wholes.test(field) && ours.some(({ path }) => fieldOf(path).startsWith(`${field}.`))),
  'a selector is missing: the server says that the labels of the template do not match it': (ours, errors) => ours.some(({ path }) => fieldOf(path) === 'spec.selector') && errors.some(error => error.includes('`selector` does not match template `labels`')),
  'the value of a toleration is named by its operator': (ours, errors) => ours.some(({ path }) => path.at(-1) === 'value' && fieldsIn(errors).includes(fieldOf([...path.slice(0, -1), 'operator']))),
  'of the Service of a webhook the server says "name" where the namespace is missing, and the other way round': (ours, errors) => ([['name', 'namespace'], ['namespace', 'name']] as const).some(([mine, theirs]) => ours.some(({ path }) => path.at(-1) === mine) && errors.some(error => error.includes(`service.${theirs}: Required value`))),
  'the version of a reference to a field is named by its path': (ours, errors) => ours.some(({ path }) => path.at(-2) === 'fieldRef' && path.at(-1) === 'apiVersion' && fieldsIn(errors).includes(fieldOf([...path.slice(0, -1), 'fieldPath']))),
  'of two constraints that are alike the server names the first, ours the second': (_ours, errors) => errors.some(error => error.includes('.{topologyKey, whenUnsatisfiable}: Duplicate value')),
  'the decoder names no keys of maps': (_ours, errors) => errors.some(error => error.includes('Go struct field JSONSchemaProps')),
  'texts of a Secret become its data before they are judged': (ours, errors) => ours.some(({ path }) => path[0] === 'stringData' && fieldsIn(errors).includes(fieldOf(['data', ...path.slice(1)]))),
  'the code of the kind is not repeated': (_ours, errors) => errors.some(error => /\binvolvedObject\.|^CertificateSigningRequest/.test(error)),
  'the decoder names the map or the list, ours the value in it': (ours, errors) => errors.some(error => error.includes('Go struct field')) && ours.some(({ path }) => fieldsIn(errors).some(field => field !== '' && (fieldOf(path).startsWith(`${field}.`) || withoutPositions(fieldOf(path)).startsWith(`${field}.`)))),
  'the decoder names no field': (_ours, errors) => errors.some(error => /illegal base64|parsing time|quantities must match|unable to parse quantity|Go value of type|cannot be handled as|boolean or JSON schema expected/.test(error)),
};
