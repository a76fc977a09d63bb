import { type Command, Option } from 'commander';
import { map, mapFormats, type MapOptions } from './map';
import type { Output } from './output';

/** Adds `sealane map`. */
export function addMap(program: Command, output: Output, settle: (code: number) => void): void {
  program
    .command('map')
    .description('draws who is routed and admitted to whom, as a page that needs no network')
    .argument('<paths...>', 'files, folders, globs, or - for standard input')
    .option('-o, --output <file>', 'where to write; .html, .svg, .mmd or .dot says the format (default: standard output)')
    .addOption(new Option('--format <format>', 'what to write (default: what the name of the file says, else html)').choices(mapFormats))
    .option('--focus <workload>', 'only this workload or Service and its neighbours: namespace/name, or a name')
    .option('--diff <old>', 'mark what is gained and lost since this state')
    .addOption(new Option('--blocks-mean-pods <answer>', 'whether ipBlocks of NetworkPolicies mean pods by their addresses, too: the API leaves it to the network plugin').choices(['no', 'yes', 'unknown']).default('no'))
    .option('-n, --namespace <name>', 'namespace of objects that name none (default: "default")')
    .option('--platform <file>', 'a sealane.yaml (default: the one in a folder that is read, or here)')
    .addHelpText('after', `
Above 40 Services namespaces are closed; choose one in the page to open it. The best layout needs @viz-js/viz, an optional package.

Exit codes: 0, or 2 input that cannot be read, a policy that the API server refuses, or misuse.

Examples:
  sealane map manifests -o map.html
  sealane map manifests --focus shop/web -o web.svg
  sealane map --diff main/manifests manifests -o change.html
  sealane map manifests --format mermaid >> "$GITHUB_STEP_SUMMARY"`)
    .action((paths: readonly string[], options: MapOptions) => settle(map(paths, options, output)));
}
