import type { Runbook, Step } from '../step';
import { usedVariables } from './used';

const marks = { ok: 'ok', warn: 'WARN', fail: 'FAIL', unknown: 'not settled', skipped: 'nothing to decide' } as const;

/** A runbook as a page. */
export function runbookMarkdown(runbook: Runbook): string {
  const { title, known, steps } = runbook;
  const variables = usedVariables(runbook);
  let stage: Step['stage'] | undefined;
  const sections = steps.flatMap((step, i) => {
    const heading = step.stage === stage ? [] : [`## ${step.stage}`, ''];
    stage = step.stage;
    return [...heading, ...section(step, i + 1)];
  });
  return [
    `# Runbook: ${title}`, '',
    ...(known.length === 0 ? [] : [...known.map(line => `- ${line}`), '']),
    'Commands that read come first in every step. What creates something says so.', '',
    '```sh', ...variables.map(({ name, value, comment }) => `${name}=${value}   # ${comment}`), '```', '',
    ...sections,
  ].join('\n');
}

function section({ title, settled, commands, now, healthy, codes }: Step, number: number): readonly string[] {
  const decided = settled.filter(({ status }) => status !== 'unknown');
  const open = settled.filter(({ status }) => status === 'unknown');
  return [
    `### ${number}. ${title}`, '',
    ...decided.map(({ status, text, at }) => `- settled by manifests: **${marks[status]}** ${text}${at === undefined ? '' : ` (${at})`}`),
    ...open.map(({ text, at }) => `- not settled by manifests: ${text}${at === undefined ? '' : ` (${at})`}`),
    ...(settled.length === 0 ? [] : ['']),
    '```sh', ...commands.flatMap(({ run, creates }) => [...(creates === undefined ? [] : [`# creates ${creates}`]), run]), '```', '',
    ...(now === undefined ? [] : [`- expected now: ${now}`]),
    `- healthy: ${healthy}`,
    ...(codes.length === 0 ? [] : [`- settles: ${codes.join(', ')}`]),
    '',
  ];
}
