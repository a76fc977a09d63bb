import { child, children, has, type Place } from '../builtin/place';
import { atLeastZero, labels, port } from './fields';
import { count, refuse, written } from './place';

/** Source: Istio 1.31, pkg/config/validation, ValidateWorkloadGroup. The template is not judged: what it leaves out, the workload fills in. */
export function workloadGroup(root: Place): void {
  const spec = child(root, 'spec');
  if (spec === undefined || !has(spec, 'template')) return refuse(root, ['spec', 'template'], '"template" must be given');
  const metadata = child(spec, 'metadata');
  if (metadata !== undefined) labels(metadata, 'labels');
  const template = child(spec, 'template');
  if (template !== undefined) decodable(template);
  const probe = child(spec, 'probe');
  if (probe !== undefined) readiness(probe);
}

/** Numbers below 0 are none of Istio's. */
function decodable(template: Place): void {
  atLeastZero(template, 'weight');
  const ports = child(template, 'ports');
  if (ports !== undefined) atLeastZero(ports, ...Object.keys(ports.value));
}

function readiness(probe: Place): void {
  atLeastZero(probe, 'periodSeconds', 'initialDelaySeconds', 'timeoutSeconds', 'successThreshold', 'failureThreshold');
  const [http, tcp, exec, grpc] = [child(probe, 'httpGet'), child(probe, 'tcpSocket'), child(probe, 'exec'), child(probe, 'grpc')];
  if (http !== undefined) {
    port(http, 'port');
    const scheme = written(http, 'scheme') ?? '';
    if (scheme !== '' && scheme !== 'HTTP' && scheme !== 'HTTPS') refuse(http, 'scheme', `"${scheme}" must be "HTTP" or "HTTPS"`);
    for (const header of children(http, 'httpHeaders')) {
      const name = written(header, 'name');
      if (name !== undefined && !/^[-A-Za-z0-9]+$/.test(name)) refuse(header, 'name', name === '' ? '"name" must be given' : `"${name}" is no name of a header of probes`);
    }
  } else if (tcp !== undefined) port(tcp, 'port');
  else if (exec !== undefined) {
    if (count(exec, 'command') === 0) refuse(exec, 'command', '"command" must be given');
  } else refuse(probe, grpc === undefined ? [] : 'grpc', grpc === undefined ? 'one of "httpGet", "tcpSocket", "exec" must be given' : 'a probe by gRPC is not supported');
}
