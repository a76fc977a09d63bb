import { checkCorefile } from '../../lib/corefile/check';
import { allPlugins } from '../../lib/corefile/table';
import { stanzas } from './stanzas';

test.each(stanzas.map(stanza => [stanza.taken ? 'taken' : 'refused', stanza.title, stanza] as const))('%s: %s', (_verdict, _title, { text, taken, version }) => {
  const errors = checkCorefile(text, version === undefined ? {} : { version }).filter(({ severity }) => severity === 'error').map(({ message }) => message);
  if (taken) expect(errors).toEqual([]);
  else expect(errors.length).toBeGreaterThan(0);
});

test('each plugin has a use that is taken, and each option too', () => {
  const titles = new Set(stanzas.filter(({ taken }) => taken).map(({ title }) => title));
  const all = allPlugins().filter(({ until }) => until === undefined);
  expect(all.filter(({ name }) => !titles.has(name)).map(({ name }) => name)).toEqual([]);
  const options = all.flatMap(({ name, options: known = {} }) => Object.entries(known).filter(([, { until }]) => until === undefined).map(([option]) => `${name} ${option}`));
  expect(options.filter(option => !titles.has(option))).toEqual([]);
  expect(options.length).toBeGreaterThan(120);
});
