import { checkFiles } from '../../lib/check/check-files';
import { formatTiming, stopwatch } from '../../lib/check/timing';
import { loadSchemas } from '../../lib/files/schemas';

const files = [{ path: 'web.yaml', text: 'apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { selector: { app: web }, ports: [{ port: 80 }] }\n' }];

/** A clock that goes on by one at each look. */
function clock(): () => number {
  let time = 0;
  return () => time++;
}

describe('where the time of a check goes', () => {
  test('every part and every rule that ran has its milliseconds', () => {
    const watch = stopwatch(clock(), 70);
    const { rules } = checkFiles({ files, loadSchemas, watch });
    expect([...watch.parts.keys()]).toEqual(['start', 'read', 'index', 'schema', 'rules', 'places']);
    expect(watch.parts.get('start')).toBe(70);
    expect([...watch.rules.keys()]).toEqual(expect.arrayContaining([...rules]));
  });

  test('what is found does not depend on whether somebody looks at the clock', () => {
    expect(checkFiles({ files, loadSchemas, watch: stopwatch(clock()) })).toEqual(checkFiles({ files, loadSchemas }));
  });

  test('a part that is done several times, and one that throws, are counted', () => {
    const watch = stopwatch(clock());
    watch.part('read', () => 1);
    expect(() => watch.part('read', () => { throw new Error('broken'); })).toThrow('broken');
    expect(watch.parts.get('read')).toBe(2);
  });

  test('the ten dearest rules are named below the rules, and the rest in one line', () => {
    const rules = new Map(Array.from({ length: 12 }, (_, i): [string, number] => [`area/rule-${i}`, i]));
    const lines = formatTiming({ parts: new Map([['read', 3.14], ['rules', 66]]), rules }).trimEnd().split('\n');
    expect(lines.slice(0, 6)).toEqual(['time:', '      0.0 ms  start', '      3.1 ms  read', '      0.0 ms  index', '      0.0 ms  schema', '     66.0 ms  rules']);
    expect(lines[6]).toBe('     11.0 ms    area/rule-11');
    expect(lines.slice(15)).toEqual(['      2.0 ms    area/rule-2', '      1.0 ms    2 others', '      0.0 ms  places', '      0.0 ms  print']);
  });
});
