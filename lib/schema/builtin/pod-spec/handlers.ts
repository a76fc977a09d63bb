import { headerNameProblem, portNumber, portNumberOrName } from '../grammars';
import { child, children, choose, has, need, number, refuse, size, spell, text, within, type Place } from '../place';

// Probes and lifecycle handlers. Source: Kubernetes 1.36, core/validation, validateProbe and validateHandler.

const ofProbes = ['exec', 'httpGet', 'tcpSocket', 'grpc'];
const ofLifecycles = ['exec', 'httpGet', 'tcpSocket', 'sleep'];

/** The probes of a container that runs beside others. `grace`: seconds that the pod is given to end. */
export function probes(container: Place, grace: number | undefined): void {
  for (const key of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const probe = child(container, key);
    if (probe === undefined) continue;
    handler(probe, ofProbes, grace);
    for (const field of ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold']) within(probe, field, 0);
    if (key === 'readinessProbe') {
      if (has(probe, 'terminationGracePeriodSeconds')) refuse(probe, 'terminationGracePeriodSeconds', 'invalid', '"terminationGracePeriodSeconds" must not be given for a readiness probe');
    } else {
      within(probe, 'terminationGracePeriodSeconds', 1);
      const threshold = number(probe, 'successThreshold');
      // The server fills 0 with 1.
      if (threshold !== undefined && threshold > 1) refuse(probe, 'successThreshold', 'invalid', `${threshold} must be 1 for a ${key === 'livenessProbe' ? 'liveness' : 'startup'} probe`);
    }
    if (key === 'readinessProbe') within(probe, 'terminationGracePeriodSeconds', 1);
  }
}

export function lifecycle(container: Place, grace: number | undefined): void {
  const hooks = child(container, 'lifecycle');
  if (hooks === undefined) return;
  for (const key of ['postStart', 'preStop']) {
    const hook = child(hooks, key);
    if (hook !== undefined) handler(hook, ofLifecycles, grace);
  }
}

function handler(place: Place, kinds: readonly string[], grace: number | undefined): void {
  const given = kinds.filter(kind => has(place, kind));
  const [first, ...others] = given;
  if (first === undefined) return refuse(place, [], 'required', `one of ${kinds.map(kind => `"${kind}"`).join(', ')} must be given`);
  for (const other of others) refuse(place, other, 'forbidden', `"${other}" must not be given beside "${first}"`, 'give one handler');
  const action = child(place, first);
  if (action === undefined) return;
  switch (first) {
    case 'exec':
      if (size(action, 'command') === 0) refuse(action, 'command', 'required', '"command" must be given');
      break;
    case 'httpGet':
      portNumberOrName(action, 'port');
      choose(action, 'scheme', ['HTTP', 'HTTPS']);
      for (const header of children(action, 'httpHeaders')) spell(header, 'name', text(header, 'name'), headerNameProblem);
      break;
    case 'tcpSocket': portNumberOrName(action, 'port'); break;
    case 'grpc': portNumber(action, 'port'); break;
    default: {
      const seconds = number(action, 'seconds') ?? 0;
      if (grace !== undefined && (seconds < 0 || seconds > grace)) refuse(action, 'seconds', 'range', `${seconds} must be from 0 to ${grace}, the "terminationGracePeriodSeconds" of the pod`);
      need(action, 'seconds');
    }
  }
}
