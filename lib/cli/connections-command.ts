import { type Command, Option } from 'commander';
import { connectionFormats, connections, type ConnectionsOptions } from './connections';
import type { Output } from './output';
import { query, type QueryOptions } from './query';

/** Adds `sealane connections` and `sealane query`. */
export function addConnections(program: Command, output: Output, settle: (code: number) => void): void {
  const blocks = (): Option => new Option('--blocks-mean-pods <answer>', 'whether ipBlocks of NetworkPolicies mean pods by their addresses, too: the API leaves it to the network plugin').choices(['no', 'yes', 'unknown']).default('no');
  program
    .command('connections')
    .description('lists who can talk to whom, by NetworkPolicies and cluster-scoped policies')
    .argument('<paths...>', 'files, folders, globs, or - for standard input')
    .addOption(new Option('--format <format>', 'how to print; svg needs @viz-js/viz').choices(connectionFormats).default('text'))
    .option('--from <who>', 'only from here: namespace/name, a name, "namespace/", an address or a block')
    .option('--to <who>', 'only to here')
    .option('--port <port>', 'only this port: 5432, UDP/53, or the name of a port')
    .option('--in <namespace>', 'only with an end in this namespace')
    .option('--exposure', 'list instead what each workload is open to beyond what is declared')
    .option('--explain', 'say instead of each pair, open or blocked, which policies and rules decide it')
    .option('--controller <where>', 'pods of the ingress controller: NAMESPACE, or NAMESPACE/KEY=VALUE,…')
    .addOption(blocks())
    .option('-n, --namespace <name>', 'namespace of objects that name none (default: where Argo CD or Flux puts their folder, else "default")')
    .option('--platform <file>', 'a sealane.yaml (default: the one in a folder that is read, or here)')
    .addHelpText('after', `
Exit codes: 0, or 2 input that cannot be read, a policy that the API server refuses, or misuse.

Examples:
  sealane connections manifests
  sealane connections manifests --to shop/db --port 5432
  sealane connections manifests --from shop/web --to shop/db --explain
  kubectl get pods,services,namespaces,networkpolicies -A -o json | sealane connections - --exposure
  sealane connections manifests --format svg > connections.svg`)
    .action((paths: readonly string[], options: ConnectionsOptions) => settle(connections(paths, options, output)));
  program
    .command('query')
    .description('says whether one connection is open, and why')
    .argument('<from>', 'a workload as namespace/name, or an address')
    .argument('<to>', 'a workload or a Service as namespace/name, or an address')
    .argument('<port>', 'port of the pods, of a Service one of its ports: 5432, UDP/53, or a name')
    .argument('<paths...>', 'files, folders, globs, or - for standard input')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addOption(blocks())
    .option('-n, --namespace <name>', 'namespace of objects that name none (default: where Argo CD or Flux puts their folder, else "default")')
    .option('--platform <file>', 'a sealane.yaml (default: the one in a folder that is read, or here)')
    .addHelpText('after', `
Exit codes: 0 open, 1 blocked, 4 not settled by the input, 2 input that cannot be read, a policy that the API server refuses, or misuse.

Examples:
  sealane query shop/web shop/db 5432 manifests
  sealane query 10.244.1.7 10.244.2.3 5432 dump.json`)
    .action((from: string, to: string, port: string, paths: readonly string[], options: QueryOptions) => settle(query(from, to, port, paths, options, output)));
}
