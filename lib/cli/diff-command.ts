import { type Command, InvalidArgumentError, Option } from 'commander';
import { differenceAreas } from '../explain/difference/change';
import { failures } from '../explain/difference/difference';
import { diff, differenceFormats, type DiffOptions } from './diff';
import type { Output } from './output';

/** Adds `sealane diff`. */
export function addDiff(program: Command, output: Output, settle: (code: number) => void): void {
  program
    .command('diff')
    .description('says what a change opens, closes, reroutes, protects and exposes, and which edit does')
    .argument('<old>', 'file, folder or glob of the state before')
    .argument('[new]', 'the state after; - for standard input; left out to compare the same manifests under two platforms')
    .addOption(new Option('--format <format>', 'how to print').choices(differenceFormats).default('text'))
    .addOption(new Option('--fail-on <changes>', `what makes the exit code 1: ${failures.join(', ')}; several with commas`).argParser(listOf(failures)).default(['any'], 'any'))
    .addOption(new Option('--only <areas>', `areas to look at: ${differenceAreas.join(', ')}; several with commas (default: all)`).argParser(listOf(differenceAreas)))
    .addOption(new Option('--blocks-mean-pods <answer>', 'whether ipBlocks of NetworkPolicies mean pods by their addresses, too: the API leaves it to the network plugin').choices(['no', 'yes', 'unknown']).default('no'))
    .option('-n, --namespace <name>', 'namespace of objects that name none (default: where Argo CD or Flux puts their folder, else "default")')
    .option('--platform <file>', 'a sealane.yaml (default: the one in a folder that is read, or here); given twice, one for each state', (file: string, before: readonly string[] | undefined) => [...(before ?? []), file])
    .addHelpText('after', `
Exit codes: 0 the same, or nothing of --fail-on, 1 it differs, 2 input that cannot be read, a policy that the API server refuses, or misuse.

Examples:
  sealane diff main/manifests manifests
  sealane diff main/manifests manifests --fail-on lost,mtls,exposure
  sealane diff main/manifests manifests --only routes,traffic
  sealane diff before.json after.json --format markdown >> "$GITHUB_STEP_SUMMARY"
  sealane diff manifests --platform istio-1.30.yaml --platform istio-1.31.yaml`)
    .action((before: string, after: string | undefined, options: DiffOptions) => settle(diff(before, after, options, output)));
}

function listOf<T extends string>(known: readonly T[]): (text: string) => readonly T[] {
  return text => text.split(',').map(each => {
    const found = known.find(name => name === each.trim());
    if (found === undefined) throw new InvalidArgumentError(`"${each.trim()}" is none of ${known.join(', ')}.`);
    return found;
  });
}
