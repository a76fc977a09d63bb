import { type Command } from 'commander';
import { collectScript } from '../explain/collect/collect';
import type { Output } from './output';

/** Options of `sealane collect`. */
interface CollectOptions {
  readonly namespace?: readonly string[];
  readonly context?: string;
  readonly folder?: string;
}

/** Adds `sealane collect`. */
export function addCollect(program: Command, output: Output, settle: (code: number) => void): void {
  program
    .command('collect')
    .description('prints a script of kubectl get commands that writes a dump of a live cluster; it runs nothing itself')
    .option('-n, --namespace <names...>', "only these namespaces, and those that rule over all: the mesh's and the DNS's (default: all)")
    .option('--context <name>', 'a context of the kubeconfig (default: the current one)')
    .option('--folder <folder>', 'where the script writes (default: "sealane-dump")')
    .addHelpText('after', `
The script reads the kinds that sealane knows and nothing else. Secrets are written by name, labels and type, without what they hold. Kinds that the
cluster does not serve, or that you may not read, are left out and named on standard error.

Exit codes: 0, or 2 misuse.

Examples:
  sealane collect | sh && sealane check sealane-dump
  sealane collect -n shop --context eu > collect.sh
  sealane facts sealane-dump -o sealane.yaml`)
    .action(({ namespace, context, folder }: CollectOptions) => {
      output.out(collectScript({ ...(namespace === undefined ? {} : { namespaces: namespace }), ...(context === undefined ? {} : { context }), ...(folder === undefined ? {} : { folder }) }));
      settle(0);
    });
}
