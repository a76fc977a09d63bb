import { traceText } from '../../../lib/explain/trace/formats/text';
import { trace } from '../../../lib/explain/trace/trace';
import { asked, overShop, pageOf } from './pages';
import { writeFileSync } from 'node:fs';
test('x', () => {
  let out='';
  for (const code of (process.env['CODES'] ?? '').split(',')) {
    const page = pageOf(code); const s = overShop(['wrong.yaml', page.wrong]);
    const t = trace(s.world, asked(s.world, page));
    out += `\n##### ${code}\n${traceText(t, { place: s.place })}\n` + JSON.stringify(t.branches.flatMap(b=>b.hops).filter(h=>h.code).map(h=>[h.code,h.evidence.map(e=>[e.object.kind,e.object.reference.name,e.path])]));
  }
  writeFileSync('/tmp/t3/out.txt', out);
});
