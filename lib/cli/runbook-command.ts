import { type Command, Option } from 'commander';
import { evidences } from '../explain/runbook/evidence';
import { symptoms } from '../explain/runbook/symptoms';
import type { Output } from './output';
import { meshKinds, runbookCommand, runbookFormats, type RunbookOptions } from './runbook';

const plugins = ['calico', 'cilium', 'aws-vpc', 'azure', 'gke-dataplane-v2', 'antrea', 'kube-router', 'ovn-kubernetes', 'kindnet', 'flannel'];

/** Adds `sealane runbook`. */
export function addRunbook(program: Command, output: Output, settle: (code: number) => void): void {
  program
    .command('runbook')
    .description('the steps that find out why a connection fails: commands, what they print as things are, and what they should')
    .argument('[from]', 'who asks: deploy/web with -n, shop/web, a pod, or internet')
    .argument('[url]', 'what is asked: http://reviews.shop:9080/cart, tcp://db:5432')
    .option('-f, --file <paths...>', 'files, folders, globs, or - for standard input')
    .option('-n, --namespace <name>', 'namespace of who asks, and of objects that name none')
    .addOption(new Option('--symptom <symptom>', 'instead of a connection: what is wrong').choices(symptoms))
    .option('--evidence <text>', `what a log or a client says: ${evidences.slice(0, 5).map(({ words: [first] }) => first).join(', ')}, NXDOMAIN, "RBAC: access denied", or a whole line`)
    .addOption(new Option('--format <format>', 'how to print; sh is a script that runs every step').choices(runbookFormats).default('markdown'))
    .option('--image <image>', 'image of ephemeral containers; it needs dig, nslookup, curl, nc and ss')
    .addOption(new Option('--cni <name>', 'network plugin (default: what sealane.yaml or the input says)').choices(plugins))
    .addOption(new Option('--mesh <kind>', 'mesh that the pods are in (default: what the input says)').choices(meshKinds))
    .option('--platform <file>', 'a sealane.yaml (default: the one in a folder that is read, or here)')
    .addHelpText('after', `
Commands that read come first in each step. What creates something says so; in a script it runs with CREATE=yes alone.

Exit codes: 0, or 2 input that cannot be read, or misuse.

Examples:
  sealane runbook deploy/web -n shop http://reviews -f manifests
  sealane runbook shop/web tcp://db.data:5432 -f manifests --format sh > runbook.sh && sh runbook.sh
  sealane runbook --symptom dns
  sealane runbook shop/web --symptom denied -f manifests --cni cilium
  sealane runbook --evidence UF
  sealane runbook shop/web http://reviews -f manifests --evidence 'RBAC: access denied'`)
    .action((from: string | undefined, url: string | undefined, options: RunbookOptions) => settle(runbookCommand(from, url, options, output)));
}
