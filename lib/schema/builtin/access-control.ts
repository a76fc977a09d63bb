import type { JsonObject } from '../../model/json';
import { subdomainProblem } from '../../model/names';
import type { CodeValidation } from '../answer';
import { pathSegmentProblem } from './grammars';
import { labelSelectorIn } from './label-selector';
import { child, children, choose, grammar, has, judge, missing, need, refuse, size, text, type Place } from './place';

// Roles and bindings. Source: Kubernetes 1.36, rbac/validation.

const group = 'rbac.authorization.k8s.io';

export const role: CodeValidation = (object: JsonObject) => judge(object, root => { for (const one of children(root, 'rules')) rule(one, true); });

export const clusterRole: CodeValidation = (object: JsonObject) => judge(object, root => {
  for (const one of children(root, 'rules')) rule(one, false);
  const aggregation = child(root, 'aggregationRule');
  if (aggregation === undefined) return;
  if (size(aggregation, 'clusterRoleSelectors') === 0) refuse(aggregation, 'clusterRoleSelectors', 'required', 'at least one selector must be given');
  for (const selector of children(aggregation, 'clusterRoleSelectors')) labelSelectorIn(selector);
});

function rule(place: Place, namespaced: boolean): void {
  if (size(place, 'verbs') === 0) refuse(place, 'verbs', 'required', 'at least one verb must be given');
  if (size(place, 'nonResourceURLs') > 0) {
    if (namespaced) refuse(place, 'nonResourceURLs', 'invalid', '"nonResourceURLs" may only be given in a ClusterRole');
    if (['apiGroups', 'resources', 'resourceNames'].some(key => size(place, key) > 0)) refuse(place, 'nonResourceURLs', 'invalid', 'a rule is about resources or about other URLs, not both', 'write a rule for each');
    return;
  }
  for (const key of ['apiGroups', 'resources']) if (size(place, key) === 0) refuse(place, key, 'required', `at least one of "${key}" must be given`);
}

export const roleBinding: CodeValidation = (object: JsonObject) => judge(object, root => { binding(root, true); });
export const clusterRoleBinding: CodeValidation = (object: JsonObject) => judge(object, root => { binding(root, false); });

function binding(root: Place, namespaced: boolean): void {
  const reference = child(root, 'roleRef');
  if (reference === undefined) {
    if (!has(root, 'roleRef')) need(root, 'roleRef');
  } else {
    // Left out or empty, the server fills in the group of roles.
    choose(reference, 'apiGroup', [group]);
    if (need(reference, 'kind')) choose(reference, 'kind', namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole']);
    if (need(reference, 'name')) grammar(reference, 'name', pathSegmentProblem);
  }
  for (const subject of children(root, 'subjects')) {
    need(subject, 'name');
    if (need(subject, 'kind')) choose(subject, 'kind', ['ServiceAccount', 'User', 'Group']);
    if (text(subject, 'kind') === 'ServiceAccount') {
      grammar(subject, 'name', subdomainProblem);
      if (!missing(subject, 'apiGroup')) refuse(subject, 'apiGroup', 'enum', `"${text(subject, 'apiGroup')}" must be left out for a ServiceAccount`);
      if (!namespaced && missing(subject, 'namespace')) need(subject, 'namespace', 'must be given for a ServiceAccount in a ClusterRoleBinding');
    } else choose(subject, 'apiGroup', [group]);
  }
}
