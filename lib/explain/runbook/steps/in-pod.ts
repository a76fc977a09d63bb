import type { Scene } from '../scene';
import { creates, type StepCommand } from '../step';

/** Where in the cluster a command runs. */
export type End = 'client' | 'server';

const ends = {
  client: { namespace: '"$NS"', pod: '"$POD"', container: '"$CONTAINER"' },
  server: { namespace: '"$SERVER_NS"', pod: '"$SERVER_POD"', container: '"$SERVER_CONTAINER"' },
} as const;

/**
 * A command in a real pod, from an ephemeral container: labels, policies, proxy and DNS settings are the true ones. A pod made for the test would have others, and prove
 * nothing. Where the namespace restricts pods, the container is one that it lets in.
 *
 * @param command ready for a shell
 */
export function inPod({ restricted }: Scene, end: End, command: string): StepCommand {
  const { namespace, pod, container } = ends[end];
  const profile = restricted && end === 'client' ? '--profile=restricted --custom="$CUSTOM"' : '--profile=general';
  return creates('an ephemeral container, which stays until the pod goes', `kubectl -n ${namespace} debug ${pod} --image="$IMAGE" --target=${container} ${profile} --quiet -i -- ${command}`);
}
