import { oncePerThing, oncePerWorld, type World } from '../../lib/cluster/cluster';
import { clusterOf } from '../../lib/cluster/cluster-of';
import { factsOf } from '../../lib/cluster/facts';
import { plainKubernetes } from '../../lib/platform/presets';

function world(): World {
  return { cluster: clusterOf([]), facts: factsOf(plainKubernetes({ cluster: 'eu', cni: 'calico' })) };
}

describe('what is made of a world', () => {
  test('is made once for each, and again for another', () => {
    const make = jest.fn(() => []);
    const index = oncePerWorld(make);
    const [one, other] = [world(), world()];
    expect(index(one)).toBe(index(one));
    expect(index(other)).not.toBe(index(one));
    expect(make).toHaveBeenCalledTimes(2);
  });

  test('is not asked for again where there is nothing', () => {
    const make = jest.fn(() => undefined);
    const index = oncePerWorld(make);
    const one = world();
    index(one);
    index(one);
    expect(make).toHaveBeenCalledTimes(1);
  });

  test('is made once for each thing, also where nothing comes of it', () => {
    const make = jest.fn((_: World, name: string) => (name === 'shop' ? name : undefined));
    const found = oncePerThing(make);
    const one = world();
    expect([found(one, 'shop'), found(one, 'shop'), found(one, 'bank'), found(one, 'bank')]).toEqual(['shop', 'shop', undefined, undefined]);
    expect(make).toHaveBeenCalledTimes(2);
    found(world(), 'shop');
    expect(make).toHaveBeenCalledTimes(3);
  });
});
