import { lex } from '../../corefile/lexer';
import type { Token } from '../../corefile/token';
import { mountsOf, mountedAt } from '../../dns/mounts';
import { describe } from '../../model/object';
import type { CorefileRemark } from '../corefile';
import { corefileRule } from '../corefile';

/** What is imported from where nothing is. */
export const importMissing = corefileRule('dns/import-missing', 'warning', [], (corefile, view) => {
  const { tokens } = lex(corefile.reading.text);
  const [workload] = corefile.workloads;
  if (workload === undefined || corefile.part !== 'whole') return [];
  const snippets = new Set(tokens.filter(({ text }) => /^\(.+\)$/.test(text)).map(({ text }) => text.slice(1, -1)));
  return imported(tokens).filter(({ text, open }) => open !== true && !snippets.has(text) && !/\{[$%]/.test(text)).flatMap((pattern): readonly CorefileRemark[] => {
    const found = mountedAt(view, mountsOf(workload), corefile.object, pattern.text);
    if (found === 'unknown' || found === 'there') return [];
    const plain = !/[*?[]/.test(pattern.text);
    return [{
      at: pattern,
      message: `"${pattern.text}" is ${found === 'elsewhere' ? `under no volume of ${describe(workload.object.reference)}` : 'no key of the ConfigMap that is mounted there'}${plain ? ': CoreDNS does not start without it' : ', so nothing is imported'}`,
      help: found === 'elsewhere' ? 'mount the ConfigMap that has it' : 'correct the name, or add the key',
      ...(plain ? { severity: 'error' as const } : {}),
      near: [{ object: workload.object }],
    }];
  });
});

/** Words after an `import` that begins its line. */
function imported(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token, i) => {
    const [before, argument] = [tokens[i - 1], tokens[i + 1]];
    return token.text === 'import' && (before === undefined || before.line < token.line) && argument !== undefined && argument.line === token.line ? [argument] : [];
  });
}
