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

describe('an ApplicationSet that takes each folder', () => {
  const set = (directories: readonly object[], { path = '{{path}}', namespace = '{{path.basename}}', more = {} } = {}): GivenObject =>
    at('argocd/set.yaml', manifest('argoproj.io/v1alpha1', 'ApplicationSet', 'apps', { spec: { generators: [{ git: { repoURL: repo, directories } }], template: { spec: { source: { repoURL: repo, path, ...more }, destination: { namespace } } } } }));
  const files = [web('apps/shop/service.yaml'), web('apps/stage/service.yaml'), web('other/service.yaml')];

  test.each([
    ['names the namespace after it', set([{ path: 'apps/*' }]), ['shop', 'stage', 'default']],
    ['in the words of Go\'s templates', set([{ path: 'apps/*' }], { path: '{{ .path.path }}', namespace: '{{ .path.basename }}' }), ['shop', 'stage', 'default']],
    ['with one namespace for all', set([{ path: 'apps/*' }], { namespace: 'all' }), ['all', 'all', 'default']],
    ['but for some', set([{ path: 'apps/*' }, { path: 'apps/stage', exclude: true }]), ['shop', 'default', 'default']],
    ['by several patterns', set([{ path: 'apps/sh*' }, { path: 'apps/stage' }]), ['shop', 'stage', 'default']],
    ['below any of several', set([{ path: '*/shop' }, { path: 'apps/*' }]), ['shop', 'stage', 'default']],
    ['by a pattern that is none', set([{ path: 'apps/[' }, { path: 'apps/shop' }]), ['shop', 'default', 'default']],
    ['and none below it', set([{ path: 'apps' }]), ['default', 'default', 'default']],
    ['with a namespace that something else fills in', set([{ path: 'apps/*' }], { namespace: 'team-{{path.basename}}' }), ['default', 'default', 'default']],
    ['of another folder than what is taken', set([{ path: 'apps/*' }], { path: '{{path}}/overlay' }), ['default', 'default', 'default']],
    ['that is not in the input', set([{ path: 'elsewhere/*' }]), ['default', 'default', 'default']],
  ])('%s', (_title, by, expected) => expect(namespaces([by, ...files])).toEqual(expected));

  test('whose root is known by others of the repository', () => {
    expect(namespaces([set([{ path: 'apps/*' }]), web('work/apps/shop/service.yaml'), web('work/apps/shop/more/service.yaml')])).toEqual(['shop', 'default']);
    expect(namespaces([set([{ path: 'apps/*' }], { more: { directory: { recurse: true } } }), web('work/apps/shop/more/service.yaml')])).toEqual(['shop']);
    expect(namespaces([set([{ path: '*' }]), web('shop/service.yaml')])).toEqual(['default']);
    expect(namespaces([set([{ path: '*' }]), application('apps', 'own'), web('shop/service.yaml'), web('apps/service.yaml')])).toEqual(['shop', 'default']);
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
