import { withPlugin } from '../../corefile/edits';
import { listenersOf } from '../../dns/listeners';
import { probesOf } from '../../dns/probes';
import { describe } from '../../model/object';
import type { CorefileRemark } from '../corefile';
import { corefileRule } from '../corefile';

/** Probes of the pods that no plugin answers: pods are never ready, or restarted for ever. */
export const probeUnanswered = corefileRule('dns/probe-unanswered', 'error', ['DNS-02'], ({ reading, workloads, part, object, image }) => {
  const { servers } = reading;
  if (part !== 'whole' || servers.length === 0 || servers.some(({ block }) => block.incomplete.has('*'))) return [];
  const listeners = listenersOf(servers);
  return workloads.flatMap(workload => probesOf(workload).flatMap(({ kind, path, port, at }): readonly CorefileRemark[] => {
    const plugin = path === '/health' ? 'health' : path === '/ready' ? 'ready' : undefined;
    if (plugin === undefined || port === undefined) return [];
    const serving = listeners.filter(listener => listener.plugin === plugin);
    if (serving.some(listener => listener.port === port)) return [];
    const [elsewhere] = serving;
    const [server] = servers;
    const effect = kind === 'readinessProbe' ? 'are never ready' : 'are restarted for ever';
    const usual = port === (plugin === 'health' ? 8080 : 8181);
    return [{
      ...(elsewhere === undefined ? {} : { at: elsewhere.at }),
      message: `${kind} of ${describe(workload.object.reference)} asks ${path} on port ${port}, and ${elsewhere === undefined ? `no server block has ${plugin}` : `${plugin} listens on port ${elsewhere.port}`}: its pods ${effect}`,
      help: image === 'node-cache' && plugin === 'ready' ? 'let the probe ask /health: the image of NodeLocal DNSCache has no ready' : elsewhere === undefined ? `add ${plugin}${usual ? '' : ` :${port}`} to a block of ${describe(object.reference)}` : `write "${plugin} :${port}", or correct the probe`,
      edits: elsewhere === undefined && server !== undefined && image === 'coredns' ? withPlugin(reading.text, server, usual ? plugin : `${plugin} :${port}`) : [],
      near: [{ object: workload.object, path: [...workload.templatePath, 'spec', ...at] }],
    }];
  }));
});
