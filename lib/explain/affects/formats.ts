import type { Workload } from '../../cluster/workload';
import type { FieldPath, Source } from '../../model/finding';
import { effectGroups, type Effect } from './effect';

type Place = (source: Source, path: FieldPath) => string | undefined;

/** As a person reads it: a line for the workload, then a heading for each group that has something. */
export function affectsText(workload: Workload, effects: readonly Effect[], place: Place): string {
  const { kind, namespace, name, serviceAccount, replicas, hostNetwork, object, templatePath } = workload;
  const at = place(object.source, templatePath);
  const pods = replicas === undefined ? '' : `, ${replicas === 1 ? '1 pod' : `${replicas} pods`}`;
  return [
    `${kind} ${namespace}/${name}${pods}, service account ${serviceAccount}${hostNetwork ? ', on the host network' : ''}${at === undefined ? '' : `   ${at}`}`,
    ...effectGroups.flatMap(group => {
      const own = effects.filter(each => each.group === group);
      return own.length === 0 ? [] : ['', group.toUpperCase(), ...own.flatMap(each => lines(each, place))];
    }),
    '',
  ].join('\n');
}

function lines({ standing, name, object, path, text }: Effect, place: Place): readonly string[] {
  const at = object === undefined ? undefined : place(object.source, path);
  return [`  ${standing.padEnd(8)} ${name}${at === undefined ? '' : `   ${at}`}`, `           ${text}`];
}

/** As plain data, schema 1. Fields are added, never renamed. */
export function affectsData(workload: Workload, effects: readonly Effect[], place: Place): object {
  const { kind, namespace, name, serviceAccount } = workload;
  return {
    schema: 1,
    workload: { kind, namespace, name, serviceAccount },
    effects: effects.map(({ group, standing, object, name: called, path, text }) => {
      const found = object === undefined ? undefined : place(object.source, path);
      const [, file, line] = /^(.*):(\d+)$/.exec(found ?? '') ?? [];
      return { group, standing, name: called, ...(object === undefined ? {} : { apiVersion: object.reference.apiVersion, kind: object.kind, path }), text, ...(file === undefined ? (found === undefined ? {} : { at: found }) : { file, line: Number(line) }) };
    }),
  };
}
