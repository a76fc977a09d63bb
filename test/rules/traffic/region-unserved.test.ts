import { regionUnserved } from '../../../lib/rules/traffic/region-unserved';
import { withPlaces } from '../../support/destination-rule';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const node = (name: string, region: string): ReturnType<typeof manifest> => manifest('v1', 'Node', name, { labels: { 'topology.kubernetes.io/region': region } });
const nodes = ['eu-1', 'eu-2', 'us-1'].map((region, i) => node(`n${i}`, region));
const rule = withPlaces({ distribute: [{ from: 'eu-1/*', to: { 'eu-1/*': 80, 'eu-2/*': 20 } }, { from: 'eu-2/*', to: { 'eu-1/*': 20, 'eu-2/*': 80 } }] });

test('a region of nodes that is left out, as a source and as a target', () => {
  expect(said(regionUnserved, [...nodes, rule])).toEqual([
    'warning: clients in region us-1 have no rule',
    'warning: region us-1 gets nothing from eu-1/*, also when all other places are down',
    'warning: region us-1 gets nothing from eu-2/*, also when all other places are down',
  ]);
  expect(ruled(regionUnserved, [...nodes, rule]).findings).toMatchObject([{ codes: ['LOC-08'], assumption: 'there are nodes in that region' }, {}, {}]);
});

test('a region that is declared counts as well', () => {
  expect(said(regionUnserved, [rule], { declared: [{ kind: 'Region', name: 'us-1' }] })).toHaveLength(3);
});

test('a target has clients, too', () => {
  expect(said(regionUnserved, [node('n', 'eu-1'), withPlaces({ distribute: [{ from: 'eu-1', to: { 'eu-1': 80, 'eu-2': 20 } }] })])).toEqual(['warning: clients in region eu-2 have no rule']);
});

test('with every region, or a star, it is well', () => {
  expect(said(regionUnserved, [...nodes.slice(0, 2), rule])).toEqual([]);
  expect(said(regionUnserved, [...nodes, withPlaces({ distribute: [{ from: '*', to: { '*': 100 } }] })])).toEqual([]);
});

test('without nodes a third region is not settled', () => {
  expect(said(regionUnserved, [rule])).toEqual(['unknown: the regions of the nodes are not in the input']);
});
