import { shellWord } from '../../shell';
import type { Runbook, Step } from '../step';
import { usedVariables } from './used';

/**
 * A runbook as a script of a POSIX shell. It runs every step whatever the one before said, and says what to expect. What would create something is only shown, unless
 * CREATE=yes.
 */
export function runbookScript(runbook: Runbook): string {
  const { title, known, steps } = runbook;
  const creating = steps.some(({ commands }) => commands.some(each => each.creates !== undefined));
  const restricted = steps.some(({ commands }) => commands.some(({ run }) => run.includes('"$CUSTOM"')));
  return [
    '#!/bin/sh',
    ...comment(`Runbook: ${title}`), ...known.flatMap(comment),
    '# It reads; what would create something runs with CREATE=yes alone. Every variable may be set from outside.',
    'set -eu',
    '',
    ...usedVariables(runbook).map(({ name, value, comment: about }) => `${name}=${value} # ${about}`),
    ...(creating ? ['CREATE=${CREATE:-no} # yes: run what creates something, too'] : []),
    ...(restricted ? ['CUSTOM=$(mktemp) # the namespace takes only containers that are not root', 'trap \'rm -f "$CUSTOM"\' EXIT', 'printf \'%s\\n\' \'{"securityContext": {"runAsUser": 65532, "runAsGroup": 65532}}\' > "$CUSTOM"'] : []),
    '',
    'say() { printf \'%s\\n\' "$*"; }',
    '# A step that fails is what a runbook is for: its exit code is shown, and the next one runs.',
    'run() { say "+ $*"; "$@" || say "! exit code $?"; }',
    ...(creating ? ['creates() { what=$1; shift; if [ "$CREATE" = yes ]; then run "$@"; else say "  not run, it creates $what: $*"; fi; }'] : []),
    ...steps.flatMap((step, i) => lines(step, i + 1)),
    '',
  ].join('\n');
}

function lines({ stage, title, settled, commands, now, healthy, codes }: Step, number: number): readonly string[] {
  const say = (text: string): string => `say ${shellWord(text)}`;
  return [
    '',
    `say ''`,
    say(`== ${number}. ${stage} ${title}`),
    ...settled.map(({ status, text, at }) => say(`   ${status === 'unknown' ? 'not settled by manifests' : `settled by manifests, ${status}`}: ${text}${at === undefined ? '' : ` (${at})`}`)),
    ...(now === undefined ? [] : [say(`   expected now: ${now}`)]),
    say(`   healthy: ${healthy}`),
    ...(codes.length === 0 ? [] : [say(`   settles: ${codes.join(', ')}`)]),
    ...commands.map(({ run, creates }) => (creates === undefined ? `run ${run}` : `creates ${shellWord(creates)} ${run}`)),
  ];
}

function comment(text: string): readonly string[] {
  return text.split('\n').map(line => `# ${line}`);
}
