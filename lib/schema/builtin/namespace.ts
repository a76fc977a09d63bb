import { labelKeyProblem } from '../../model/labels';
import type { JsonObject } from '../../model/json';
import type { CodeValidation } from '../answer';
import { child, judge, refuse, spell, texts } from './place';

/** Source: Kubernetes 1.36, core/validation, ValidateNamespace. */
export const namespace: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = child(root, 'spec');
  for (const [name, i] of spec === undefined ? [] : texts(spec, 'finalizers')) {
    if (spec === undefined) return;
    if (spell(spec, ['finalizers', i], name, labelKeyProblem) && !name.includes('/') && !['kubernetes', 'orphan', 'foregroundDeletion'].includes(name)) {
      refuse(spec, ['finalizers', i], 'invalid', `"${name}" is not a finalizer of Kubernetes, and has no domain as in "example.com/cleanup"`);
    }
  }
});
