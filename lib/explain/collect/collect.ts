import { dnsLabelProblem } from '../../model/names';
import { UsageError } from '../../model/usage-error';
import { addedKinds, builtInKinds, type CollectedKind } from './kinds';

/** What `collect` is asked for. */
export interface CollectOptions {
  /** Namespaces to read. Empty: all. What rules over all of them is read too: the mesh's own namespace, and the cluster's DNS. @default [] */
  readonly namespaces?: readonly string[];
  /** Context of the kubeconfig. Absent: the current one. */
  readonly context?: string;
  /** Folder that the script writes into. @default 'sealane-dump' */
  readonly folder?: string;
}

/** Where Istio's control plane and the cluster's DNS live, unless an installation was changed. */
const ruling = ['istio-system', 'kube-system'] as const;

/**
 * Secrets as YAML flow: name, labels and type, and never what they hold. `kubectl` reads them whole to leave it out.
 */
const secretsTemplate = [
  '{{range .items}}---',
  '{"apiVersion": "v1", "kind": "Secret",',
  ' "metadata": {"name": {{printf "%q" .metadata.name}}, "namespace": {{printf "%q" .metadata.namespace}}, "uid": {{printf "%q" .metadata.uid}},',
  '  "labels": { {{range $key, $value := .metadata.labels}}{{printf "%q: %q, " $key $value}}{{end}} } },',
  ' "type": {{printf "%q" .type}}}',
  '{{end}}',
].join('\n');

/**
 * A shell script that reads a cluster and changes nothing: the `kubectl get` commands for the kinds that something here reads. Secrets are written without what
 * they hold. Kinds that the cluster does not serve, or that the caller may not read, are left out and named.
 *
 * @throws UsageError for a name that is no namespace's
 * @example collectScript({ namespaces: ['shop'] })
 */
export function collectScript({ namespaces = [], context, folder = 'sealane-dump' }: CollectOptions = {}): string {
  for (const name of namespaces) {
    const problem = dnsLabelProblem(name);
    if (problem !== undefined) throw new UsageError({ what: `${name} is no name of a namespace: ${problem}`, fix: 'name one that exists: kubectl get namespaces' });
  }
  const [named, wide] = [builtInKinds.filter(kind => !kind.clusterScoped), builtInKinds.filter(kind => kind.clusterScoped)];
  const where = namespaces.length === 0 ? ['-A'] : [...new Set([...namespaces, ...ruling])].map(name => `-n ${name}`);
  const label = (flag: string): string => (flag === '-A' ? 'all' : flag.slice(3));
  return [
    '#!/bin/sh',
    '# Reads a cluster for sealane. Every command is a `kubectl get`: nothing is created, changed or run in a pod.',
    '# Secrets are written by name, labels and type, without what they hold. ConfigMaps are written whole.',
    'set -eu',
    `out=\${1:-${quoted(folder)}}`,
    ...(context === undefined ? ['kubectl() { command kubectl "$@"; }'] : [`kubectl() { command kubectl --context ${quoted(context)} "$@"; }`]),
    'mkdir -p "$out"',
    '',
    '# get NAME KIND ARGUMENTS...: writes NAME.json. What cannot be read is named and left out.',
    'get() {',
    '  name=$1; shift',
    '  if kubectl get "$@" -o json > "$out/$name.json" 2> "$out/$name.err"; then rm -f "$out/$name.err"; return 0; fi',
    '  echo "not collected: $* ($(head -n 1 "$out/$name.err"))" >&2',
    '  rm -f "$out/$name.json" "$out/$name.err"',
    '}',
    '',
    '# several NAME KINDS ARGUMENTS...: all in one go, or one by one what may be read.',
    'several() {',
    '  stem=$1; kinds=$2; shift 2',
    '  if kubectl get "$kinds" "$@" -o json > "$out/$stem.json" 2> /dev/null; then return 0; fi',
    '  rm -f "$out/$stem.json"',
    '  for kind in $(printf \'%s\' "$kinds" | tr , \' \'); do get "$stem-$kind" "$kind" "$@"; done',
    '}',
    '',
    '# Kinds that every cluster serves',
    `several cluster ${list(wide)}`,
    ...where.map(flag => `several ${label(flag)} ${list(named)} ${flag}`),
    '',
    '# Secrets, without what they hold',
    'secrets=$(cat <<\'TEMPLATE\'', secretsTemplate, 'TEMPLATE', ')',
    ...where.flatMap(flag => [
      `kubectl get secrets ${flag} -o go-template="$secrets" > "$out/${label(flag)}-secrets.yaml" ||`,
      `  { rm -f "$out/${label(flag)}-secrets.yaml"; echo "not collected: secrets ${flag}" >&2; }`,
    ]),
    '',
    '# Kinds of add-ons, where the cluster serves them',
    '# A broken extension of the API server must not hide the others.',
    'served=$(kubectl api-resources --verbs=list -o name || true)',
    'has() { printf \'%s\\n\' "$served" | grep -qxF "$1"; }',
    ...loop(addedKinds.filter(kind => !kind.clusterScoped), where, label),
    ...loop(addedKinds.filter(kind => kind.clusterScoped), [''], () => 'cluster'),
    '# Which version of the Gateway API is installed',
    'if has httproutes.gateway.networking.k8s.io; then',
    '  get gateway-api customresourcedefinitions httproutes.gateway.networking.k8s.io',
    'fi',
    '',
    'echo "written to $out: sealane check $out" >&2',
    '',
  ].join('\n');
}

function loop(kinds: readonly CollectedKind[], where: readonly string[], label: (flag: string) => string): readonly string[] {
  return [
    'for kind in \\',
    ...kinds.map(({ resource }, i) => `  ${resource}${i === kinds.length - 1 ? '' : ' \\'}`),
    'do',
    ...where.map(flag => `  if has "$kind"; then get "${label(flag)}-$kind" "$kind"${flag === '' ? '' : ` ${flag}`}; fi`),
    'done',
  ];
}

function list(kinds: readonly CollectedKind[]): string {
  return kinds.map(({ resource }) => resource).join(',');
}

/** As one word of a shell. */
function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
