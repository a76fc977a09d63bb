import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { annotationsOf, specOf, textsAt } from '../../mesh/fields';
import type { FieldPath } from '../../model/finding';
import { missingNamespace } from '../unknown-namespace';
import type { Rule } from '../rule';

/** An object that is exported to a namespace which does not exist. */
export const exportUnknown: Rule = {
  id: 'route/export-unknown',
  codes: ['KIA0005'],
  severity: 'warning',
  reads: 'effective',
  check: world => [...['VirtualService', 'DestinationRule', 'ServiceEntry'].flatMap(kind => world.cluster.of('networking.istio.io', kind)).flatMap(object => textsAt(specOf(object), 'exportTo').map((name, i) => ({ object, name, path: ['spec', 'exportTo', i] }))), ...ofServices(world)]
    .filter(({ name }) => !['', '*', '.', '~'].includes(name))
    .flatMap(({ object, name, path }) => missingNamespace(world, object, path, name, 'so that nobody there sees this')),
};

function ofServices(world: World): readonly { readonly object: ClusterObject; readonly name: string; readonly path: FieldPath }[] {
  const annotation = 'networking.istio.io/exportTo';
  return world.cluster.of('', 'Service').flatMap(object => (annotationsOf(object)[annotation] ?? '').split(',').map(name => ({ object, name: name.trim(), path: ['metadata', 'annotations', annotation] })));
}
