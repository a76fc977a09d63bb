import { clusterOf } from '../../lib/cluster/cluster-of';
import type { GivenObject } from '../../lib/cluster/given';
import type { JsonObject } from '../../lib/model/json';
import { manifest } from '../support/world';

const at = (file: string, written: JsonObject, layer?: string): GivenObject => ({ written, source: { file, document: 0, inside: [], ...(layer === undefined ? {} : { layer }) } });
const web = (file: string, layer?: string): GivenObject => at(file, manifest('v1', 'Service', 'web'), layer);

const repo = 'https://git.example.com/shop.git';
const application = (path: string, namespace: string | undefined, source: object = {}, name = path): GivenObject =>
  at('argocd/apps.yaml', manifest('argoproj.io/v1alpha1', 'Application', name, { namespace: 'argocd', spec: { source: { repoURL: repo, path, ...source }, destination: { name: 'in-cluster', namespace } } }));
const kustomization = (path: string, targetNamespace?: string, from: object = { kind: 'GitRepository', name: 'shop' }): GivenObject =>
  at('flux/apps.yaml', manifest('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', path, { namespace: 'flux-system', spec: { path, sourceRef: from, targetNamespace } }));
const release = (chart: string, spec: object = {}, from: object = { kind: 'GitRepository', name: 'shop', namespace: 'flux-system' }): GivenObject =>
  at('flux/releases.yaml', manifest('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'web', { namespace: 'releases', spec: { chart: { spec: { chart, sourceRef: from } }, ...spec } }));

/** Namespaces of the Services `web`, in the order of the input. */
const namespaces = (given: readonly GivenObject[], namespace?: string): readonly (string | undefined)[] => clusterOf(given, namespace === undefined ? {} : { namespace }).objects.filter(({ kind }) => kind === 'Service').map(({ reference }) => reference.namespace);

describe('an Application of Argo CD', () => {
  test('says where the objects of its folder go', () => {
    const { objects } = clusterOf([application('apps/web', 'shop'), web('apps/web/service.yaml')]);
    expect(objects[1]).toMatchObject({ reference: { namespace: 'shop' }, effective: { metadata: { namespace: 'shop' } } });
    expect(objects[1]?.written['metadata']).toEqual({ name: 'web' });
  });

  test.each([
    ['a path as people write it', application('./apps/web/', 'shop'), 'apps/web/service.yaml', 'shop'],
    ['a repository that is checked from outside', application('apps/web', 'shop'), 'work/repo/apps/web/service.yaml', 'shop'],
    ['folders below, when it recurses', application('apps/web', 'shop', { directory: { recurse: true } }), 'apps/web/more/service.yaml', 'shop'],
    ['folders below, when it does not', application('apps/web', 'shop'), 'apps/web/more/service.yaml', 'default'],
    ['templates of a chart', application('apps/web', 'shop'), 'apps/web/templates/service.yaml', 'shop'],
    ['another folder', application('apps/web', 'shop'), 'apps/website/service.yaml', 'default'],
    ['one of several sources', at('argocd/apps.yaml', manifest('argoproj.io/v1alpha1', 'Application', 'web', { spec: { sources: [{ repoURL: 'https://charts.example.com', chart: 'redis' }, { repoURL: repo, path: 'apps/web' }], destination: { namespace: 'shop' } } })), 'apps/web/service.yaml', 'shop'],
    ['no namespace', application('apps/web', undefined), 'apps/web/service.yaml', 'default'],
    ['an Application of another group', at('a.yaml', manifest('app.k8s.io/v1beta1', 'Application', 'web', { spec: { source: { repoURL: repo, path: 'apps/web' }, destination: { namespace: 'shop' } } })), 'apps/web/service.yaml', 'default'],
  ])('%s', (_title, by, file, namespace) => expect(namespaces([by, web(file)])).toEqual([namespace]));

  test('an ApplicationSet says it where no generator fills it in', () => {
    const set = (path: string, namespace: string): GivenObject => at('argocd/set.yaml', manifest('argoproj.io/v1alpha1', 'ApplicationSet', 'web', { spec: { generators: [{ clusters: {} }], template: { spec: { source: { repoURL: repo, path }, destination: { server: '{{server}}', namespace } } } } }));
    expect(namespaces([set('apps/web', 'shop'), web('apps/web/service.yaml')])).toEqual(['shop']);
    expect(namespaces([set('apps/web', '{{.name}}'), web('apps/web/service.yaml')])).toEqual(['default']);
    expect(namespaces([set('{{path}}', 'shop'), web('apps/web/service.yaml')])).toEqual(['default']);
  });
});

describe('Flux', () => {
  test.each([
    ['a Kustomization, with what is below', kustomization('./apps/web', 'shop'), 'apps/web/more/service.yaml', 'shop'],
    ['a Kustomization without targetNamespace', kustomization('./apps/web'), 'apps/web/service.yaml', 'default'],
    ['a namespace that is substituted', kustomization('./apps/web', '${tenant}'), 'apps/web/service.yaml', 'default'],
    ['a Kustomization of kustomize, which is a file', at('a.yaml', manifest('kustomize.config.k8s.io/v1beta1', 'Kustomization', 'a', { spec: { path: 'apps/web', targetNamespace: 'shop', sourceRef: { kind: 'GitRepository', name: 'a' } } })), 'apps/web/service.yaml', 'default'],
    ['a HelmRelease with targetNamespace', release('./charts/web', { targetNamespace: 'shop' }), 'charts/web/templates/service.yaml', 'shop'],
    ['a HelmRelease goes to its own namespace', release('./charts/web'), 'charts/web/templates/service.yaml', 'releases'],
    ['storageNamespace is for its Secrets', release('./charts/web', { storageNamespace: 'state' }), 'charts/web/templates/service.yaml', 'releases'],
    ['a chart of a repository of charts', release('web', {}, { kind: 'HelmRepository', name: 'shop' }), 'web/templates/service.yaml', 'default'],
  ])('%s', (_title, by, file, namespace) => expect(namespaces([by, web(file)])).toEqual([namespace]));
});

describe('where it is not certain, objects remain as they are', () => {
  const file = web('apps/web/service.yaml');

  test.each([
    ['two destinations of one folder', [application('apps/web', 'shop'), application('apps/web', 'stage', {}, 'stage'), file]],
    ['one that says it and one that does not', [kustomization('apps', 'all'), kustomization('apps/web'), file]],
    ['a path that stands in the input twice', [application('web', 'shop'), web('apps/web/service.yaml'), web('old/web/service.yaml')]],
    ['a repository of which another path is not in the input', [application('apps/web', 'shop'), application('elsewhere', 'shop'), file]],
    ['a layer of kustomize, which may say it itself', [application('apps/web', 'shop'), web('apps/web/service.yaml', 'apps/web')]],
    ['standard input, which has no folder', [application('.', 'shop'), web('-')]],
  ])('%s', (_title, given) => expect(new Set(namespaces(given))).toEqual(new Set(['default'])));

  test('two that agree are certain', () => expect(namespaces([application('apps/web', 'shop'), application('apps/web', 'shop', {}, 'us'), file])).toEqual(['shop']));
  test('a namespace that an object names is its own', () => expect(namespaces([application('apps/web', 'shop'), at('apps/web/a.yaml', manifest('v1', 'Service', 'web', { namespace: 'own' }))])).toEqual(['own']));
  test('--namespace says it for all', () => expect(namespaces([application('apps/web', 'shop'), file], 'given')).toEqual(['given']));
});

test('what has no namespace gets none', () => {
  const [, role] = clusterOf([application('apps/web', 'shop'), at('apps/web/role.yaml', manifest('rbac.authorization.k8s.io/v1', 'ClusterRole', 'web'))]).objects;
  expect(role?.reference.namespace).toBeUndefined();
});
