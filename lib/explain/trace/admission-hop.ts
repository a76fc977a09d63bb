import type { Workload } from '../../cluster/workload';
import { compare } from '../../model/json';
import { formatPath } from '../../model/finding';
import { describe } from '../../model/object';
import { someOf } from '../../model/some';
import { coversPort, type Admission, type Port } from '../../reach/admission';
import type { Party } from '../../reach/peer';
import type { Direction, Policy } from '../../reach/policy';
import { evidence, type Hop } from './hop';

/** One end of a connection, for what policies say of it. */
export interface AdmittedEnd {
  readonly direction: Direction;
  /** `shop/web`: whose policies are asked. */
  readonly name: string;
  readonly other: Party;
  readonly port: Required<Port>;
  /** Pods that are called, whose containers name ports. */
  readonly server?: Workload;
}

/** What policies at one end say, as a hop. A policy admits or does not admit; isolation is said apart. */
export function admissionHop(given: Admission, end: AdmittedEnd): Hop {
  const { direction: id, name, port } = end;
  // The order of the input says nothing.
  const said: Admission = { ...given, selecting: [...given.selecting].sort((a, b) => compare(a.object.reference.name, b.object.reference.name)) };
  const isolating = said.selecting.map(({ object }) => evidence(object, 'isolates', 'spec'));
  const isolated = said.selecting.length === 0 ? '' : `${name} isolated by ${someOf(said.selecting.map(({ object }) => object.reference.name))}; `;
  switch (said.admitted) {
    case 'yes': {
      const by = said.by === undefined ? said.reason : `admitted by ${said.by.object.reference.name} ${formatPath(said.by.path)}`;
      return { id, status: 'ok', text: `${said.by === undefined ? '' : isolated}${by}`, evidence: said.by === undefined ? [] : [evidence(said.by.object, 'admits', ...said.by.path)], details: considered(said, end) };
    }
    case 'no':
      return {
        id,
        status: 'fail',
        code: id === 'egress' ? 'NP-EGRESS' : 'NP-INGRESS',
        text: said.decider === 'network policy' ? `${isolated}no ${id} rule admits ${port.protocol} ${port.number}` : said.reason,
        evidence: said.decider === 'network policy' ? isolating : said.evidence.map(({ object, path }) => evidence(object, 'doesNotAdmit', ...path)),
        details: considered(said, end),
      };
    case 'unknown':
      return { id, status: 'unknown', text: said.reason, evidence: said.evidence.map(({ object, path }) => evidence(object, 'selects', ...path)), details: considered(said, end), missing: [said.decider === 'other system' ? 'policies of a system that is not evaluated' : 'labels or addresses of what a rule names'] };
  }
}

function considered({ selecting, by }: Admission, { direction, name, port, server }: AdmittedEnd): NonNullable<Hop['details']> {
  return selecting.map(policy => ({ text: `${describe(policy.object.reference)} selects ${name}, ${what(policy, direction, port, server, by?.object === policy.object)}`, evidence: evidence(policy.object, by?.object === policy.object ? 'admits' : 'doesNotAdmit', 'spec') }));
}

function what(policy: Policy, direction: Direction, port: Required<Port>, server: Workload | undefined, admits: boolean): string {
  if (admits) return 'and admits it';
  const rules = policy[direction];
  if (rules.length === 0) return `isolates ${direction} and admits nothing`;
  return rules.some(rule => coversPort(rule, port, server) !== 'no') ? `admits the port, ${direction === 'egress' ? 'to others only' : 'from others only'}` : 'admits other ports only';
}
