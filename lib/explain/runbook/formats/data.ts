import type { Runbook } from '../step';
import { usedVariables } from './used';

/** A runbook as plain data, schema 1. Fields are added, never renamed. */
export function runbookData(runbook: Runbook): object {
  const { title, known, steps } = runbook;
  return {
    schema: 1,
    title,
    known,
    variables: usedVariables(runbook),
    steps: steps.map(({ stage, hop = null, title: called, settled, commands, now = null, healthy, codes }) => ({ stage, hop, title: called, settled, commands: commands.map(({ run, creates = null }) => ({ run, creates })), now, healthy, codes })),
  };
}
