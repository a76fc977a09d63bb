import { withOption } from '../../corefile/edits';
import { optionsOf, usesIn } from '../../corefile/reading';
import { forwardsOf } from '../../dns/upstreams';
import { releasedSince } from '../../model/version';
import { serverRule } from '../corefile';

/** A line in the log for every question that an upstream does not answer. */
export const errorsConsolidate = serverRule('dns/errors-consolidate', 'info', [], (server, { reading, version }) => (forwardsOf(server).length === 0 ? [] : usesIn(server, 'errors')).filter(use => optionsOf(use, 'consolidate').length === 0).map(use => {
  const line = `consolidate 30s ".* i/o timeout$"${releasedSince(version, '1.8.5') ? ' warning' : ''}`;
  return { at: use.name, message: 'while upstreams do not answer, errors writes a line for every question', help: `add '${line}' to its block`, edits: withOption(reading.text, use, line) };
}));
