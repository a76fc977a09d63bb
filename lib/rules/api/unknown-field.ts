import { groupOf } from '../../model/object';
import { nearest } from '../../model/spelling';
import type { Problem } from '../../schema/answer';
import type { Node } from '../../schema/node';
import { describeOrigin, type Schemas } from '../../schema/schemas';
import { problemsOf, unlessOtherRelease, type Answered } from '../answers';
import type { Reported, Rule, View } from '../rule';

/**
 * A field that the API does not have: strict validation refuses the object, without it the field is dropped and nobody says so. Another release may
 * have the field, so where it is not known which one the cluster has, that is what the finding rests on.
 */
export const unknownField: Rule = {
  id: 'api/unknown-field',
  codes: [],
  severity: 'error',
  reads: 'written',
  general: true,
  check: view => problemsOf(view, ['unknown-field'], (answered, problem) => told(view, answered, problem)),
};

function told(view: View, { object, answer: { origin } }: Answered, { path, help, knownTo = [] }: Problem): Partial<Reported> {
  const field = String(path.at(-1));
  const meant = view.schemas === undefined ? undefined : nearest(field, fieldsBeside(view.schemas, object.reference.apiVersion, object.kind, path));
  const elsewhere = knownTo.length === 0 ? '' : `; ${knownTo.join(' and ')} ${knownTo.length === 1 ? 'has' : 'have'} it`;
  return {
    message: `${origin === undefined ? 'the API' : describeOrigin(origin)} has no field "${field}" in ${where(path)} of ${object.kind}${elsewhere}`,
    help: meant === undefined ? help ?? 'remove it, or correct its name or place' : `did you mean "${meant}"?`,
    ...unlessOtherRelease(view, origin),
  };
}

function where(path: Problem['path']): string {
  const parent = path.slice(0, -1).filter(step => typeof step === 'string');
  return parent.length === 0 ? 'the top level' : parent.join('.');
}

/** Names of the fields that may stand where a field stands. */
function fieldsBeside(schemas: Schemas, apiVersion: string, kind: string, path: Problem['path']): readonly string[] {
  const lookup = schemas.find(groupOf(apiVersion), apiVersion.split('/').at(-1) ?? '', kind);
  let node: Node | undefined = 'schema' in lookup ? lookup.schema.node : undefined;
  for (const step of path.slice(0, -1)) {
    const next: Node | true | undefined = typeof step === 'number' ? node?.items : node?.properties?.[step] ?? node?.additional;
    node = next === true ? undefined : next;
  }
  return Object.keys(node?.properties ?? {});
}
