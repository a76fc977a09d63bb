import { withOption } from '../../corefile/edits';
import { optionsOf, usesIn } from '../../corefile/reading';
import { clusterZonesOf } from '../../dns/cluster-zones';
import { serverRule } from '../corefile';

/** A line in the log for every question of the cluster. */
export const logEverything = serverRule('dns/log-everything', 'warning', ['DNS-14'], (server, { reading }) => usesIn(server, 'log').flatMap(use => {
  const classes = optionsOf(use, 'class').flatMap(({ words }) => words.map(({ text }) => text));
  const [zone] = use.words;
  const everything = (zone === undefined || zone.text === '.') && (classes.length === 0 || classes.includes('all'));
  if (!everything || clusterZonesOf(server) === undefined) return [];
  return [{ at: use.name, message: 'log writes a line for every question of the cluster, several for each lookup of a pod', help: 'add "class denial error", or remove it', edits: classes.length > 0 ? [] : withOption(reading.text, use, 'class denial error') }];
}));
