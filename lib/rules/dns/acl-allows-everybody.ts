import { usesIn } from '../../corefile/reading';
import { serverRule } from '../corefile';

/** An `acl` that keeps nobody out: whom no rule names is let in. */
export const aclAllowsEverybody = serverRule('dns/acl-allows-everybody', 'info', [], server => usesIn(server, 'acl').filter(({ options }) => options.length > 0 && options.every(({ name }) => name.text.toLowerCase() === 'allow')).map(({ name }) => ({
  at: name,
  message: 'acl has rules that allow alone, and whom no rule names is let in all the same',
  help: 'add block as its last line, which keeps everybody else out',
})));
