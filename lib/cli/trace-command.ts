import { type Command, Option } from 'commander';
import type { Output } from './output';
import { traceCommand, traceFormats, type TraceOptions } from './trace';

/** Adds `sealane trace`. */
export function addTrace(program: Command, output: Output, settle: (code: number) => void): void {
  program
    .command('trace')
    .description('follows one connection hop by hop: works, or where it fails, why, the repair and the proof')
    .argument('[from]', 'who asks: deploy/web with -n, shop/web, a pod, ns/shop for all of a namespace, or internet')
    .argument('[url]', 'what is asked: http://reviews.shop:9080/cart, https://api.example.com, tcp://db:5432; a name as the program has it')
    .requiredOption('-f, --file <paths...>', 'files, folders, globs, or - for standard input')
    .option('-n, --namespace <name>', 'namespace of who asks, and of objects that name none')
    .option('-X, --method <method>', 'method of the request (default: GET)')
    .option('-H, --header <header>', 'a header, "name: value"; may be given several times. Given, these are all; else rules that ask for one are branches of their own', (value: string, previous: readonly string[] | undefined) => [...(previous ?? []), value])
    .addOption(new Option('--format <format>', 'how to print').choices(traceFormats).default('text'))
    .addOption(new Option('--expect <outcome>', 'what shall be (default: works)').choices(['works', 'blocked']))
    .option('--assert <file>', 'in place of from and url: a file of connections that shall work, or shall be blocked')
    .option('-q, --quiet', 'one line for each stage in which everything passes')
    .option('-v, --verbose', 'every policy and rule that was considered')
    .option('--image <image>', 'image of the ephemeral container that proves a hop (default: debugImage of the sealane.yaml, else nicolaka/netshoot:v0.13)')
    .option('--platform <file>', 'a sealane.yaml (default: the one in a folder that is read, or here)')
    .addOption(new Option('--blocks-mean-pods <answer>', 'whether ipBlocks of NetworkPolicies mean pods by their addresses, too').choices(['no', 'yes', 'unknown']).default('no'))
    .addHelpText('after', `
Exit codes: 0 works for all requests, 1 fails for all, 2 input that cannot be read, or misuse, 3 some arrive, 4 not known.
With --expect blocked: 0 blocked, 1 not. With --assert: 0 all hold, 1 one does not, 4 one is not known.
Formats junit and sarif are for --assert.

Examples:
  sealane trace deploy/web -n shop http://reviews -f manifests
  sealane trace shop/web tcp://db.data:5432 -f manifests -v
  sealane trace internet https://shop.example.com/cart -f manifests
  sealane trace shop/web http://reviews -H 'canary: true' -f manifests --format json
  sealane trace shop/web http://billing.finance -f manifests --expect blocked
  sealane trace --assert network.yaml -f manifests --format junit`)
    .action((from: string | undefined, url: string | undefined, options: TraceOptions) => settle(traceCommand(from, url, options, output)));
}
