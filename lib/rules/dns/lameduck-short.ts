import { withOption, replaced } from '../../corefile/edits';
import { optionsOf, usesIn } from '../../corefile/reading';
import { secondsOf } from '../../dns/words';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** A lame duck shorter than endpoints take to go. */
export const lameduckShort = serverRule('dns/lameduck-short', 'info', [], (server, { image, reading }) => (image === 'node-cache' ? [] : usesIn(server, 'health')).flatMap((use): readonly CorefileRemark[] => {
  const option = optionsOf(use, 'lameduck').at(-1);
  const word = option?.words[0];
  const lameduck = option === undefined ? 0 : secondsOf(word);
  if (lameduck === undefined || lameduck < 0 || lameduck >= 10) return [];
  return [{ at: option?.name ?? use.name, message: `pods that stop answer for ${lameduck} s more, and nodes ask them for 1 to 10 s, until their endpoints are gone`, help: 'use "lameduck 10s"', edits: word === undefined ? withOption(reading.text, use, 'lameduck 10s') : replaced(word, '10s') }];
}));
