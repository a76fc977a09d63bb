import fc from 'fast-check';
import type { Certainty } from '../../lib/model/certainty';
import { parseCidr } from '../../lib/model/cidr';
import type { JsonObject } from '../../lib/model/json';
import type { Protocol } from '../../lib/model/port';
import { isWithin, rangeOf } from '../../lib/reach/address-range';
import { admission, connection } from '../../lib/reach/admission';
import { covers, hasPort } from '../../lib/reach/connection-set';
import type { Party } from '../../lib/reach/peer';
import { nameOf } from '../../lib/reach/pod-groups';
import { directions } from '../../lib/reach/policy';
import { reachability, type Reachability } from '../../lib/reach/reachability';
import type { ReachSettings } from '../../lib/reach/settings';
import type { Verdict } from '../../lib/reach/verdict';
import { clusters, policySpec } from '../support/policy-clusters';
import { manifest, worldOf } from '../support/world';

const depth = Number(process.env['SEALANE_DEPTH'] ?? 1);
const ports: readonly (readonly [Protocol, number])[] = [['TCP', 1], ['TCP', 2], ['TCP', 3], ['UDP', 2], ['UDP', 5], ['SCTP', 4], ['TCP', 65535]];
const addresses = ['10.1.0.9', '10.1.0.12', '10.3.0.1', '203.0.113.7', '8.8.8.8', 'fd00:1::9', 'fd00:2::1', '2001:db8::1'].map(text => {
  const block = parseCidr(text);
  if ('problem' in block) throw new Error(text);
  return block;
});
const strangers: readonly Party[] = [{ stranger: 'a controller' }, { namespace: 'ingress', labels: { app: 'a' } }];
const settings = fc.constantFrom<ReachSettings>({}, { blocksMeanPods: 'no' }, { blocksMeanPods: 'yes' });

function answer({ open, unknown }: Verdict, [protocol, number]: readonly [Protocol, number]): Certainty {
  return hasPort(open, protocol, number) ? 'yes' : hasPort(unknown, protocol, number) ? 'unknown' : 'no';
}

/** Every verdict as text, by the names of both ends. */
function verdicts({ groups, between, outside }: Reachability): readonly string[] {
  return groups.flatMap(from => [
    ...groups.map(to => `${nameOf(from)} ${nameOf(to)} ${JSON.stringify(between(from, to))}`),
    ...directions.flatMap(direction => outside(from, direction).map(({ ranges, open, unknown }) => `${nameOf(from)} ${direction} ${ranges.map(({ first, last }) => `${first}-${last}`).join()} ${JSON.stringify([open, unknown])}`)),
  ]).sort();
}

test('agrees with the evaluator of single ports, whatever the policies', () => {
  fc.assert(
    fc.property(clusters(), settings, (objects, setting) => {
      const world = worldOf(objects);
      const { groups, between, outside, fromStranger, toStranger } = reachability(world, { ...setting, strangers });
      const wrong: string[] = [];
      const compare = (what: string, found: readonly Certainty[], expected: Certainty): void => {
        if (found.length !== 1 || found[0] !== expected) wrong.push(`${what}: ${found.join()} for ${expected}`);
      };
      for (const to of groups) {
        for (const port of ports) {
          const asked = { protocol: port[0], number: port[1] };
          const name = `${nameOf(to)} ${port.join(' ')}`;
          for (const from of groups) compare(`${nameOf(from)} → ${name}`, [answer(between(from, to), port)], connection(world, from, to, asked, setting).open);
          strangers.forEach((party, i) => compare(`stranger ${i} → ${name}`, [answer(fromStranger(i, to), port)], admission(world, to, 'ingress', party, asked, setting).admitted));
          strangers.forEach((party, i) => compare(`${name} → stranger ${i}`, [answer(toStranger(to, i), port)], admission(world, to, 'egress', party, asked, setting).admitted));
          for (const direction of directions) {
            for (const block of addresses) {
              const found = outside(to, direction).filter(({ ranges }) => ranges.some(range => isWithin(rangeOf(block), range)));
              compare(`${direction} of ${name} with ${block.text}`, found.map(verdict => answer(verdict, port)), admission(world, to, direction, { block }, asked, setting).admitted);
            }
          }
        }
      }
      expect(wrong).toEqual([]);
    }),
    { numRuns: 60 * depth },
  );
});

test('names exactly the pairs of which something is open or unknown', () => {
  fc.assert(
    fc.property(clusters({ pods: 6 }), objects => {
      const { groups, between, pairs } = reachability(worldOf(objects), { blocksMeanPods: 'no' });
      const listed = [...pairs()].map(({ from, to }) => `${nameOf(from)} ${nameOf(to)}`).sort();
      const expected = groups.flatMap(from => groups.filter(to => to !== from && (between(from, to).open.spans.length > 0 || between(from, to).unknown.spans.length > 0)).map(to => `${nameOf(from)} ${nameOf(to)}`)).sort();
      expect(listed).toEqual(expected);
    }),
    { numRuns: 60 * depth },
  );
});

describe('laws', () => {
  const evaluate = (objects: readonly JsonObject[]): Reachability => reachability(worldOf(objects), { blocksMeanPods: 'no' });

  test('the order of objects does not matter', () => {
    fc.assert(
      fc.property(clusters().chain(objects => fc.tuple(fc.constant(objects), fc.shuffledSubarray([...objects], { minLength: objects.length, maxLength: objects.length }))), ([objects, shuffled]) => {
        expect(verdicts(evaluate(shuffled))).toEqual(verdicts(evaluate(objects)));
      }),
      { numRuns: 60 * depth },
    );
  });

  test('names of pods and policies do not matter', () => {
    fc.assert(
      fc.property(clusters(), objects => {
        const renamed = objects.map(object => {
          const { kind, metadata } = object as { readonly kind: string; readonly metadata: { readonly name: string } };
          return kind === 'Namespace' || kind === 'BaselineAdminNetworkPolicy' ? object : { ...object, metadata: { ...metadata, name: `z${metadata.name}` } };
        });
        expect(verdicts(evaluate(renamed)).map(text => text.replaceAll('/zp', '/p'))).toEqual(verdicts(evaluate(objects)));
      }),
      { numRuns: 60 * depth },
    );
  });

  test('a rule more in a NetworkPolicy never closes anything: selection and directions stay as they are', () => {
    const rule = policySpec.chain(({ ingress, egress }) => fc.constant({ ingress: ingress ?? [], egress: egress ?? [] }));
    fc.assert(
      fc.property(clusters({ foreign: false }), rule, (objects, more) => {
        const grown = objects.map(object => {
          const spec = object['spec'] as { readonly ingress?: readonly object[]; readonly egress?: readonly object[]; readonly policyTypes?: readonly string[] };
          if (object['kind'] !== 'NetworkPolicy') return object;
          // Where types are left out, a first egress rule would isolate.
          const types = spec.policyTypes ?? ['Ingress', ...((spec.egress ?? []).length > 0 ? ['Egress'] : [])];
          return { ...object, spec: { ...spec, policyTypes: types, ingress: [...(spec.ingress ?? []), ...more.ingress], egress: [...(spec.egress ?? []), ...more.egress] } };
        });
        const [before, after] = [evaluate(objects), evaluate(grown)];
        before.groups.forEach((from, i) => before.groups.forEach((to, j) => {
          const [later, other] = [after.groups[i], after.groups[j]];
          if (later === undefined || other === undefined) throw new Error('the same pods');
          expect(covers(after.between(later, other).open, before.between(from, to).open)).toBe(true);
        }));
      }),
      { numRuns: 60 * depth },
    );
  });

  test('a policy more for pods that others select already, in the same directions, never closes anything', () => {
    const at = (policies: readonly JsonObject[]): Reachability => evaluate([manifest('v1', 'Pod', 'a', { namespace: 'one', labels: { app: 'a' } , spec: { containers: [{ name: 'c', image: 'i' }] } }), manifest('v1', 'Pod', 'b', { namespace: 'one', labels: { app: 'b' }, spec: { containers: [{ name: 'c', image: 'i' }] } }), ...policies]);
    const deny = manifest('networking.k8s.io/v1', 'NetworkPolicy', 'deny', { namespace: 'one', spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } });
    fc.assert(
      fc.property(fc.array(policySpec, { maxLength: 3 }), policySpec, (specs, spec) => {
        const policies = specs.map((each, i) => manifest('networking.k8s.io/v1', 'NetworkPolicy', `n${i}`, { namespace: 'one', spec: each }));
        const [before, after] = [at([deny, ...policies]), at([deny, ...policies, manifest('networking.k8s.io/v1', 'NetworkPolicy', 'more', { namespace: 'one', spec })])];
        const [[a, b], [c, d]] = [before.groups, after.groups];
        if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('two pods');
        expect(covers(after.between(c, d).open, before.between(a, b).open)).toBe(true);
      }),
      { numRuns: 60 * depth },
    );
  });
});
