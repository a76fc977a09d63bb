import { removed } from '../../corefile/edits';
import { usesIn } from '../../corefile/reading';
import { clusterZonesOf } from '../../dns/cluster-zones';
import { isLoopback, listenersOf } from '../../dns/listeners';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** Plugins that are for trying things out, beside the names of a cluster. */
export const testPlugin = serverRule('dns/test-plugin', 'warning', [], (server, { reading }): readonly CorefileRemark[] => {
  const out = (plugin: string, message: string): readonly CorefileRemark[] => usesIn(server, plugin).slice(0, 1).map(use => ({ at: use.name, message, help: 'remove it', edits: removed(reading.text, use) }));
  const serves = clusterZonesOf(server) !== undefined || usesIn(server, 'forward').length > 0;
  return [
    ...out('erratic', 'erratic drops and delays answers, to try clients out'),
    ...(serves ? out('whoami', 'whoami answers every name that nothing before it does, with the address of whoever asks') : []),
    ...(serves ? out('debug', 'debug lets a defect end the process, where it would be caught otherwise') : []),
    ...listenersOf([server]).filter(({ plugin, host }) => plugin === 'pprof' && !isLoopback(host)).map(({ at }) => ({ at, message: `pprof on ${at.text} lets everybody who reaches the pod read its memory, and slow it down`, help: 'write pprof without an address, and reach it by kubectl port-forward' })),
  ];
});
