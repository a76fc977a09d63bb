import type { Course } from '../course';
import { proofOf } from '../prove';
import { askerOf } from '../summary';
import type { HopEvidence, TracedHop } from '../hop';
import type { Branch, Trace } from '../trace';
import type { Place } from './text';

/** A trace as plain data, schema 1. Fields are added, never renamed. */
export function traceData(trace: Trace, place: Place, image?: string): object {
  const { question: { from, to }, verdict, summary, symptom = null, firstFailure = null, furtherFailures, branches, risks, assumptions } = trace;
  return {
    schema: 1,
    question: {
      from: from.kind === 'internet' ? { kind: 'internet' } : { kind: from.workload.kind, namespace: from.workload.namespace, name: from.workload.name },
      to: { url: to.written, host: to.host, port: to.port },
      protocol: to.scheme,
      ...(to.path === undefined ? {} : { path: to.path }),
      ...(to.method === undefined ? {} : { method: to.method }),
      ...(to.headers === undefined ? {} : { headers: to.headers }),
    },
    verdict,
    summary,
    symptom,
    firstFailure,
    furtherFailures,
    branches: branches.map(branch => branchData(branch, place, image)),
    risks: risks.map(({ code, text, evidence }) => ({ code, text, evidence: evidence.map(each => evidenceData(each, place)) })),
    assumptions,
  };
}

function branchData({ when, share, verdict, arrives, course, hops }: Branch, place: Place, image: string | undefined): object {
  return { when: when.kind === 'default' ? 'default' : { rule: when.rule, text: when.text }, share, verdict, ...(arrives === undefined ? {} : { arrives }), hops: hops.map(hop => hopData(hop, course, place, image)) };
}

function hopData(hop: TracedHop, course: Course, place: Place, image: string | undefined): object {
  const { id, stage, status, code, text, hypothetical, evidence, details, missing, fixes } = hop;
  const proof = proofOf(course, hop, image === undefined ? {} : { image });
  return {
    id, stage, status,
    ...(code === undefined ? {} : { code }),
    text, hypothetical,
    evidence: evidence.map(each => evidenceData(each, place)),
    ...(details === undefined || details.length === 0 ? {} : { details: details.map(detail => ({ text: detail.text, ...(detail.evidence === undefined ? {} : { evidence: evidenceData(detail.evidence, place) }) })) }),
    ...(missing === undefined ? {} : { missing }),
    ...(fixes === undefined || fixes.length === 0 ? {} : { fix: fixes }),
    ...(proof === undefined ? {} : { prove: [proof] }),
  };
}

function evidenceData({ object: { kind, reference: { namespace, name }, source }, path, role }: HopEvidence, place: Place): object {
  const found = place(source, path);
  const [, file, line] = /^(.*):(\d+)$/.exec(found ?? '') ?? [];
  return { kind, ...(namespace === undefined ? {} : { namespace }), name, path, role, ...(file === undefined ? (found === undefined ? {} : { at: found }) : { file, line: Number(line) }) };
}

/** Who asks whom, for titles: `shop/web -> http://reviews`. */
export function titleOf({ question }: Trace): string {
  return `${askerOf(question)} -> ${question.to.written}`;
}
