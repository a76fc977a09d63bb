import { child, entries, has, type Place } from '../builtin/place';
import { selector } from './fields';
import { refuse } from './place';

/** Source: Istio 1.31, pkg/config/validation, ValidatePeerAuthentication. */
export function peerAuthentication(root: Place): void {
  const spec = child(root, 'spec');
  if (spec === undefined) return;
  const ports = entries(spec, 'portLevelMtls');
  const selected = child(spec, 'selector');
  if (ports.length > 0 && (selected === undefined || entries(selected, 'matchLabels').length === 0)) refuse(spec, 'portLevelMtls', '"portLevelMtls" is for the workloads of a "selector" with labels');
  if (has(spec, 'portLevelMtls') && ports.length === 0) refuse(spec, 'portLevelMtls', '"portLevelMtls" must have a port');
  for (const [port] of ports) if (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65535) refuse(spec, ['portLevelMtls', port], `"${port}" must be a port from 1 to 65535`);
  selector(spec, 'selector', 'matchLabels');
}
