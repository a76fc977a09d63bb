import { stockChanges } from '../../systems/coredns/stock';
import { corefileRule } from '../corefile';

/** The Corefile that installers write, as it is. */
export const stockCorefile = corefileRule('dns/stock-corefile', 'info', ['DNS-13'], ({ part, reading, object }) => {
  const changes = part === 'whole' ? stockChanges(reading) : undefined;
  if (changes === undefined || changes.length === 0) return [];
  return [{
    message: `the Corefile of ${object.reference.name} is the one that installers write, and tunes nothing`,
    help: `a balanced one has ${changes.map(({ line, why }) => `${line} (${why})`).join('; ')}`,
  }];
});
