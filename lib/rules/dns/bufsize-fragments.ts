import { replaced, withPlugin } from '../../corefile/edits';
import { usesIn } from '../../corefile/reading';
import { forwardsOf } from '../../dns/upstreams';
import { numberOf } from '../../dns/words';
import { releasedSince } from '../../model/version';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** What an answer over UDP may have without being cut into fragments. Source: DNS flag day 2020. */
const most = 1232;

/** Answers that are cut into fragments, which get lost. */
export const bufsizeFragments = serverRule('dns/bufsize-fragments', 'info', [], (server, { version, image, reading }): readonly CorefileRemark[] => {
  const [use] = usesIn(server, 'bufsize');
  if (use === undefined) {
    const [forward] = forwardsOf(server);
    return forward === undefined || image === 'node-cache' || !server.zones.some(({ zone }) => zone === '.') ? [] : [{ at: forward.use.name, message: 'upstreams may answer with what the client says it takes, 4096 bytes and more, in fragments that get lost', help: `add "bufsize ${most}"`, edits: withPlugin(reading.text, server, `bufsize ${most}`) }];
  }
  const [word] = use.words;
  const size = word === undefined ? (releasedSince(version, '1.11.0') ? most : 512) : numberOf(word);
  return size === undefined || size <= most || word === undefined ? [] : [{ at: word, message: `bufsize ${size}: answers over ${most} bytes are cut into fragments, which get lost`, help: `write ${most}`, edits: replaced(word, String(most)) }];
});
