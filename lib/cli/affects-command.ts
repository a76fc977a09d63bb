import { type Command, Option } from 'commander';
import { affects } from '../explain/affects/affects';
import { affectsData, affectsText } from '../explain/affects/formats';
import { originsOf } from '../explain/trace/ask';
import { UsageError } from '../model/usage-error';
import type { Output } from './output';
import { reachInput } from './reach-input';

/** Options of `sealane affects`. */
interface AffectsOptions {
  readonly file: readonly string[];
  readonly format: 'text' | 'json';
  readonly namespace?: string;
  readonly platform?: string;
}

/** Adds `sealane affects`. */
export function addAffects(program: Command, output: Output, settle: (code: number) => void): void {
  program
    .command('affects')
    .description('lists every object that selects or shapes the pods of a workload, with what wins and what is ignored, and why')
    .argument('<pods>', 'a workload or a pod: deploy/web with -n, shop/web, or web')
    .requiredOption('-f, --file <paths...>', 'files, folders, globs, or - for standard input')
    .option('-n, --namespace <name>', 'namespace of the pods, and of objects that name none')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--platform <file>', 'a sealane.yaml (default: the one in a folder that is read, or here)')
    .addHelpText('after', `
applies  it counts        wins     others want the same, and this one holds
ignored  it selects the pods, and does not count        unknown  the input does not settle it

Exit codes: 0, or 2 input that cannot be read, or misuse.

Examples:
  sealane affects deploy/web -n shop -f manifests
  sealane affects shop/web-7d4b9c-x2x9z -f sealane-dump --format json`)
    .action((pods: string, options: AffectsOptions) => settle(affectsCommand(pods, options, output)));
}

function affectsCommand(pods: string, options: AffectsOptions, output: Output): number {
  const { world, place } = reachInput(options.file, { ...options, blocksMeanPods: 'no' });
  const [origin] = originsOf(world, pods, options.namespace === undefined ? {} : { namespace: options.namespace });
  if (origin?.kind !== 'workload') throw new UsageError({ what: `"${pods}" is no workload of the input`, fix: 'name a workload as deploy/web with -n NAMESPACE, or as namespace/name' });
  const { workload } = origin;
  const effects = affects(world, workload);
  output.out(options.format === 'json' ? `${JSON.stringify(affectsData(workload, effects, place))}\n` : affectsText(workload, effects, place));
  return 0;
}
