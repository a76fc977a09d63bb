import { withPlugin } from '../../corefile/edits';
import { usesIn } from '../../corefile/reading';
import { corefileRule } from '../corefile';

/** A Corefile that running pods never read again. */
export const reloadMissing = corefileRule('dns/reload-missing', 'warning', ['DNS-10'], ({ part, object, workloads, reading }) => {
  const [server] = reading.servers;
  if (part !== 'whole' || server === undefined || reading.servers.some(each => usesIn(each, 'reload').length > 0 || each.block.incomplete.has('*'))) return [];
  const hashed = /-[a-z0-9]{8,10}$/.test(object.reference.name) || workloads.some(({ annotations }) => Object.keys(annotations).some(key => /checksum|hash|reloader/i.test(key)));
  return hashed ? [] : [{ at: server.at, message: 'no server block has reload: a change of the ConfigMap does nothing until pods are replaced', help: 'add reload, or annotate the pods with a hash of the ConfigMap', edits: withPlugin(reading.text, server, 'reload') }];
});
