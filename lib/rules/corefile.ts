import { corefiles, isRefused, type PlacedCorefile } from '../dns/corefiles';
import type { ReadServer } from '../corefile/reading';
import type { Place } from '../corefile/token';
import { describe } from '../model/object';
import type { RuleId, Severity } from '../model/finding';
import type { TextEdit } from '../model/text-edit';
import type { Reported, Rule, Unsettled, View } from './rule';

/** Something about a Corefile, at a word of it. */
export interface CorefileRemark extends Pick<Reported, 'message' | 'help' | 'severity' | 'assumption' | 'near'> {
  /** Absent: about the file as a whole. */
  readonly at?: Place;
  /** What to write instead, where that is mechanical. */
  readonly edits?: readonly TextEdit[];
}

/** A rule about Corefiles that CoreDNS takes; of others only what it refuses is told. */
export function corefileRule(id: RuleId, severity: Severity, codes: readonly string[], look: (corefile: PlacedCorefile, view: View) => readonly (CorefileRemark | Unsettled)[]): Rule {
  return {
    id,
    codes,
    severity,
    reads: 'effective',
    check: view => corefiles(view).filter(corefile => !isRefused(corefile)).flatMap(corefile => look(corefile, view).map(remark => ('unknown' in remark ? remark : reported(corefile, remark)))),
  };
}

/** A rule about each server block by itself. */
export function serverRule(id: RuleId, severity: Severity, codes: readonly string[], look: (server: ReadServer, corefile: PlacedCorefile, view: View) => readonly CorefileRemark[]): Rule {
  return corefileRule(id, severity, codes, (corefile, view) => corefile.reading.servers.flatMap(server => look(server, corefile, view)));
}

/** A remark as a finding about its ConfigMap. */
export function reported({ object, key, linesBefore }: PlacedCorefile, { at, message, edits, ...rest }: CorefileRemark): Reported {
  const within = at === undefined || at.file !== undefined ? {} : { within: { line: Math.max(1, at.line - linesBefore), column: at.column } };
  return { object, path: ['data', key], message, ...rest, ...within, ...(edits === undefined || linesBefore > 0 ? {} : { edits }) };
}

/** `ConfigMap kube-system/coredns`, for messages. */
export function holderOf({ object }: PlacedCorefile): string {
  return describe(object.reference);
}
