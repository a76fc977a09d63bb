import { usesIn } from '../../corefile/reading';
import { secondsOf } from '../../dns/words';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** Times of `reload` that are cut, or that make every replica read very often. */
export const reloadInterval = serverRule('dns/reload-interval', 'info', [], server => usesIn(server, 'reload').flatMap((use): readonly CorefileRemark[] => {
  const [interval, jitter] = [secondsOf(use.words[0]) ?? 30, secondsOf(use.words[1]) ?? 15];
  return [
    ...(use.words[1] !== undefined && jitter > interval / 2 ? [{ at: use.words[1], message: `reload ${use.words.map(({ text }) => text).join(' ')}: a jitter over half the interval is cut to ${interval / 2} s`, help: 'write half the interval at most' }] : []),
    ...(use.words[0] !== undefined && interval < 10 ? [{ at: use.words[0], message: `reload ${use.words[0].text} reads the file more often than the kubelet writes it, which takes up to a minute`, help: 'leave it out, which is 30s' }] : []),
  ];
}));
