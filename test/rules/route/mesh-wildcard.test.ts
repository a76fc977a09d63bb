import { meshWildcard } from '../../../lib/rules/route/mesh-wildcard';
import { istio } from '../../mesh/mesh';
import { said } from '../../support/rules';

const route = (spec: object): ReturnType<typeof istio> => istio('VirtualService', 'a', { http: [], ...spec });

test.each([
  [{ hosts: ['*'] }, 'host "*" is refused for the mesh, which is where a VirtualService without gateways is read'],
  [{ hosts: ['a', '*'], gateways: ['edge/public', 'mesh'] }, 'host "*" is refused for the mesh, and gateways name it'],
])('%j is refused', (spec, message) => {
  expect(said(meshWildcard, [route(spec)])).toEqual([`error: ${message}`]);
});

test.each([[{ hosts: ['*'], gateways: ['edge/public'] }], [{ hosts: ['*.example.com'] }], [{}]])('%j is well', spec => {
  expect(said(meshWildcard, [route(spec)])).toEqual([]);
});
