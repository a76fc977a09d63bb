import { type Command, Option } from 'commander';
import { diff, differenceFormats, type DiffOptions } from './diff';
import type { Output } from './output';

/** Adds `sealane diff`. */
export function addDiff(program: Command, output: Output, settle: (code: number) => void): void {
  program
    .command('diff')
    .description('says what a change opens and closes, and which edit does')
    .argument('<old>', 'file, folder or glob of the state before')
    .argument('<new>', 'the state after; - for standard input')
    .addOption(new Option('--format <format>', 'how to print').choices(differenceFormats).default('text'))
    .addOption(new Option('--fail-on <change>', 'what makes the exit code 1').choices(['lost', 'gained', 'any']).default('any'))
    .addOption(new Option('--blocks-mean-pods <answer>', 'whether ipBlocks of NetworkPolicies mean pods by their addresses, too: the API leaves it to the network plugin').choices(['no', 'yes', 'unknown']).default('no'))
    .option('-n, --namespace <name>', 'namespace of objects that name none (default: where Argo CD or Flux puts their folder, else "default")')
    .option('--platform <file>', 'a sealane.yaml (default: the one in a folder that is read, or here)')
    .addHelpText('after', `
Exit codes: 0 the same, or nothing of --fail-on, 1 it differs, 2 input that cannot be read, a policy that the API server refuses, or misuse.

Examples:
  sealane diff main/manifests manifests
  sealane diff main/manifests manifests --fail-on lost
  sealane diff before.json after.json --format markdown >> "$GITHUB_STEP_SUMMARY"`)
    .action((before: string, after: string, options: DiffOptions) => settle(diff(before, after, options, output)));
}
