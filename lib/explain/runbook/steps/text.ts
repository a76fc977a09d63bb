import type { StepCommand } from '../step';

/** What a step is, whatever manifests say. */
export interface StepText {
  readonly title: string;
  readonly commands: readonly StepCommand[];
  readonly healthy: string;
}
