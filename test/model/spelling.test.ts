import { nearest } from '../../lib/model/spelling';

test.each([
  ['destinatoin', 'destination'],
  ['matchlabels', 'matchLabels'],
  ['hostz', 'hosts'],
  ['replica', 'replicas'],
  ['to', undefined],
  ['subsets', undefined],
])('%s is near %s', (name, expected) => {
  expect(nearest(name, ['destination', 'matchLabels', 'hosts', 'replicas', 'http', 'tls'])).toBe(expected);
});
