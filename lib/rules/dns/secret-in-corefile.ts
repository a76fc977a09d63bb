import { optionsOf } from '../../corefile/reading';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** Options whose words are secrets, and which word is. */
const secrets: readonly (readonly [plugin: string, option: string, word: number])[] = [['tsig', 'secret', 1], ['route53', 'aws_access_key', 1], ['azure', 'secret', 0], ['nomad', 'token', 0], ['etcd', 'credentials', 1]];

/** Secrets in a ConfigMap, which everybody may read who may read the configuration. */
export const secretInCorefile = serverRule('dns/secret-in-corefile', 'warning', [], ({ uses }) => uses.flatMap(use => secrets.filter(([plugin]) => plugin === use.name.text).flatMap(([plugin, option, index]) => optionsOf(use, option).flatMap(({ name, words }): readonly CorefileRemark[] => {
  const word = words[index];
  return word === undefined || word.open === true ? [] : [{ at: name, message: `${plugin} ${option} stands in a ConfigMap, for everybody who may read it`, help: plugin === 'tsig' ? 'use "secrets FILE", with the file in a Secret' : plugin === 'route53' ? 'give the pods an identity' : 'put it into a Secret, and its value into a variable: {$NAME}' }];
}))));
