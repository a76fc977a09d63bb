import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { profiles } from '../check/profile';
import { packageVersion } from '../files/package';
import { UsageError } from '../model/usage-error';
import { addAffects } from './affects-command';
import { batch } from './batch';
import { check, formats, type CheckOptions } from './check';
import { addCollect } from './collect-command';
import { addConnections } from './connections-command';
import { addCorefile } from './corefile-command';
import { addDiff } from './diff-command';
import { addTrace } from './trace-command';
import { explain, explainList } from './explain';
import { facts, type FactsOptions } from './facts';
import { addMap } from './map-command';
import type { Output } from './output';
import { addRunbook } from './runbook-command';

/** Exit code of input that cannot be read, and of misuse. */
const misuse = 2;

/**
 * The command line.
 *
 * @param args what follows the name of the program
 * @returns the exit code
 */
export function main(args: readonly string[], output: Output): number {
  let code = 0;
  const program = programFor(output, done => (code = done));
  try {
    program.parse(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : misuse;
    if (!(error instanceof UsageError)) throw error;
    if (args.includes('json') || args.includes('--format=json')) output.out(`${JSON.stringify({ error: error.what, fix: error.fix })}\n`);
    else output.err(`sealane: ${error.what}\n help: ${error.fix}\n`);
    return misuse;
  }
}

function programFor(output: Output, settle: (code: number) => void): Command {
  const program = new Command('sealane').description('proves what Kubernetes manifests do before anything is applied').exitOverride().showHelpAfterError('(sealane --help shows what there is)').configureOutput({ writeOut: output.out, writeErr: output.err }).version(packageVersion(), '-V, --version', 'prints the version');
  program
    .command('check')
    .description('says what is rejected, inert, broken or open in manifests')
    .argument('[paths...]', 'files, folders, globs, or - for standard input')
    .addOption(new Option('--format <format>', 'how to print').choices(formats).default('text'))
    .addOption(new Option('--profile <profile>', 'default: errors fail; strict: warnings too; advice: information is shown (default: what sealane.yaml says, else default)').choices(profiles))
    .addOption(new Option('--fail-on <severity>', 'lowest severity that fails, whatever the profile').choices(['error', 'warning']))
    .option('-n, --namespace <name>', 'namespace of objects that name none (default: where Argo CD or Flux puts their folder, else "default")')
    .option('--platform <file>', 'a sealane.yaml (default: the one in a folder that is checked, or here)')
    .option('--mesh-config <file>', "istiod's MeshConfig and MeshNetworks, plain or as ConfigMap istio; wins over the one among the paths")
    .option('--cluster <name=dir>', 'a cluster and its folder; may be given several times', append)
    .option('--baseline <file>', 'record findings in a file that does not exist yet; leave those of one that does out')
    .option('--changed <files...>', 'report only what concerns these files; everything is still read')
    .option('--batch <list>', 'check many groups of input in one go: a file with one group a line, NAME PATHS… or JSON; one line of JSON for each; - for standard input')
    .option('--timing', 'show on standard error where the time goes, with the ten dearest rules')
    .addHelpText('after', `
Exit codes: 0 nothing that fails, 1 findings that do, 2 input that cannot be read, or misuse.

Examples:
  sealane check manifests
  helm template web ./chart | sealane check - --namespace shop
  kubectl get all,networkpolicies -A -o json | sealane check -
  sealane check --cluster eu=manifests/eu --cluster us=manifests/us --format json
  sealane check manifests --baseline sealane-baseline.json --profile strict
  sealane check manifests --format sarif > sealane.sarif
  sealane check manifests --format github
  sealane check --batch groups.txt --format json`)
    .action((paths: readonly string[], options: CheckOptions) => settle((options.batch === undefined ? check : batch)(paths, options, output)));
  program
    .command('explain')
    .description('prints the page of a rule, or of a code of a trace')
    .argument('[rule]', 'an id such as service/named-port-missing, a code such as NET-03, or one of a trace such as DNS-EGRESS')
    .option('--list', 'print every id instead')
    .addHelpText('after', '\nExamples:\n  sealane explain api/duplicate-object\n  sealane explain NP-INGRESS')
    .action((rule: string | undefined, { list }: { readonly list?: boolean }) => {
      if (list === true) return settle(explainList(output));
      if (rule === undefined) throw new UsageError({ what: 'no rule given', fix: 'name one; sealane explain --list names them all' });
      settle(explain(rule, output));
    });
  program
    .command('facts')
    .description('reads the platform off a dump of a live cluster and writes a sealane.yaml')
    .argument('<dumps...>', 'files, folders, globs, or - for standard input')
    .option('-o, --output <file>', 'where to write (default: standard output)')
    .option('--mesh-config <file>', "istiod's MeshConfig, where its ConfigMap is not in the dump")
    .addHelpText('after', '\nExample:\n  kubectl get nodes,namespaces,deployments,daemonsets,configmaps,services -A -o json | sealane facts - -o sealane.yaml')
    .action((paths: readonly string[], options: FactsOptions) => settle(facts(paths, options, output)));
  addConnections(program, output, settle);
  addDiff(program, output, settle);
  addTrace(program, output, settle);
  addMap(program, output, settle);
  addCorefile(program, output, settle);
  addRunbook(program, output, settle);
  addAffects(program, output, settle);
  addCollect(program, output, settle);
  return program;
}

function append(value: string, previous: readonly string[] | undefined): readonly string[] {
  if (!value.includes('=')) throw new InvalidArgumentError('write it as NAME=DIR.');
  return [...(previous ?? []), value];
}
