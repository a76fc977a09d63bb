import type { Workload } from '../../cluster/workload';
import { labelsAt, objectsAt, textAt } from '../../mesh/fields';
import { shellCommand, shellWord } from '../shell';

/** The image of an ephemeral container: it has nslookup, dig, nc, curl, and ss. */
export const defaultDebugImage = 'nicolaka/netshoot:v0.13';

/** `-l` of the pods of a workload: what its own controller selects, which the labels of its pods repeat. */
export function selectorWord({ kind, object, labels }: Workload): string {
  const selecting = kind === 'Pod' ? {} : labelsAt(object.effective, 'spec', 'selector', 'matchLabels');
  const chosen = Object.keys(selecting).length > 0 ? selecting : labels;
  return Object.entries(chosen).map(([key, value]) => `${key}=${value}`).join(',');
}

/** One pod of a workload as a word of a shell: a live one by its name, else whichever is first when the command runs. */
export function podWord(workload: Workload): string {
  const name = podName(workload);
  return name === undefined ? `"$(${podsCommand(workload, '-o', 'name')} | head -n 1)"` : shellWord(`pod/${name}`);
}

/** The address of one pod of a workload as a word of a shell. */
export function podAddressWord(workload: Workload): string {
  const name = podName(workload);
  const words = name === undefined ? podsCommand(workload, '-o', 'jsonpath={.items[0].status.podIP}') : shellCommand('kubectl', '-n', workload.namespace, 'get', 'pod', name, '-o', 'jsonpath={.status.podIP}');
  return `"$(${words})"`;
}

/** `kubectl get pod` of the running pods of a workload. */
export function podsCommand(workload: Workload, ...words: readonly string[]): string {
  return shellCommand('kubectl', '-n', workload.namespace, 'get', 'pod', '-l', selectorWord(workload), '--field-selector=status.phase=Running', ...words);
}

function podName({ kind, name, pods: [live] }: Workload): string | undefined {
  return live?.reference.name ?? (kind === 'Pod' ? name : undefined);
}

/**
 * A command in a real pod of a workload: from an ephemeral container in it, so that its labels, policies, proxy and DNS settings are the true ones. It creates that
 * container, which stays until the pod goes.
 *
 * @param command words of the command in the container, each of them ready for a shell
 */
export function inPod(workload: Workload, command: string, image: string = defaultDebugImage): string {
  const container = containerOf(workload);
  return `${shellCommand('kubectl', '-n', workload.namespace, 'debug', '-it')} ${podWord(workload)} ${shellCommand(`--image=${image}`, ...(container === undefined ? [] : [`--target=${container}`]))} -- ${command}`;
}

/** The container of the application: the first that is not a proxy. */
function containerOf({ spec }: Workload): string | undefined {
  const names = objectsAt(spec, 'containers').flatMap(container => textAt(container, 'name') ?? []);
  return names.find(name => name !== 'istio-proxy') ?? names[0];
}
