import { type Command, Option } from 'commander';
import { newestCoreDns } from '../corefile/table';
import { corefileCheck, corefileExplain, corefileFormat, corefileMigrate, type CorefileCheckOptions } from './corefile';
import type { Output } from './output';

/** Adds `sealane corefile` and what is below it. */
export function addCorefile(program: Command, output: Output, settle: (code: number) => void): void {
  const corefile = program.command('corefile').description('checks, formats, migrates and explains a Corefile');
  const release = '--coredns <release>';
  const releaseHelp = `release of CoreDNS (default: ${newestCoreDns})`;
  const codes = '\nExit codes: 0 valid, 1 not, 2 a file that cannot be read, or misuse.\n';
  corefile
    .command('check')
    .description('says what CoreDNS would refuse, and with --lint what it takes and nobody means')
    .argument('<file>', 'a Corefile, or - for standard input')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addOption(new Option('--image <image>', 'whose plugins there are').choices(['coredns', 'node-cache']).default('coredns'))
    .option(release, releaseHelp)
    .option('--syntax-only', 'words, braces, imports and names of plugins alone')
    .option('--lint', 'what CoreDNS takes and nobody means, besides: rules dns/*')
    .addOption(new Option('--fix [which]', 'put right what is mechanical, of errors and warnings, or of all; comments stay').choices(['all']))
    .addHelpText('after', `${codes}
Examples:
  sealane corefile check Corefile --coredns 1.14.2
  sealane corefile check Corefile --lint
  sealane corefile check Corefile --fix
  kubectl get configmap coredns -n kube-system -o jsonpath='{.data.Corefile}' | sealane corefile check -
  sealane corefile check node-local.corefile --image node-cache --format json`)
    .action((file: string, options: CorefileCheckOptions) => settle(corefileCheck(file, options, output)));
  corefile
    .command('fmt')
    .description('prints a Corefile in one shape; comments stay')
    .argument('<file>', 'a Corefile, or - for standard input')
    .option('-w, --write', 'write it back')
    .option('--check', 'print nothing; 1 if the file would change')
    .addHelpText('after', `${codes}\nExample:\n  sealane corefile fmt Corefile --write`)
    .action((file: string, options: { readonly write?: boolean; readonly check?: boolean }) => settle(corefileFormat(file, options, output)));
  corefile
    .command('migrate')
    .description('prints a Corefile for a later release, and says on standard error what changed')
    .argument('<file>', 'a Corefile, or - for standard input')
    .requiredOption('--from <release>', 'release of CoreDNS that runs it now')
    .option('--to <release>', `release that will (default: ${newestCoreDns})`, newestCoreDns)
    .option('-w, --write', 'write it back')
    .addHelpText('after', `${codes}\nExample:\n  sealane corefile migrate Corefile --from 1.9.3 --to 1.14.2`)
    .action((file: string, options: { readonly from: string; readonly to: string; readonly write?: boolean }) => settle(corefileMigrate(file, options, output)));
  corefile
    .command('explain')
    .description('shows the plugins of each server block in the order in which CoreDNS asks them, and where questions go')
    .argument('<file>', 'a Corefile, or - for standard input')
    .option(release, releaseHelp)
    .addHelpText('after', `${codes}\nExample:\n  sealane corefile explain Corefile --coredns 1.14.2`)
    .action((file: string, options: { readonly coredns?: string }) => settle(corefileExplain(file, options, output)));
}
