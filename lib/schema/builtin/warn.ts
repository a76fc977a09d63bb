import type { FieldPath } from '../../model/finding';
import type { JsonObject } from '../../model/json';
import { dnsLabelProblem } from '../../model/names';
import type { CodeWarnings } from '../answer';
import { child, judge, missing, refuse, text, type Place } from './place';

/** Warnings are collected as problems are, and have no kind. */
export function remarks(check: (root: Place) => void): CodeWarnings {
  return (object: JsonObject) => judge(object, check).map(({ path, message, help }) => ({ path, message, ...(help === undefined ? {} : { help }) }));
}

export function warn(place: Place, at: string | FieldPath, message: string, help?: string): void {
  refuse(place, at, 'invalid', message, help);
}

/** Names that become names of pods and their hosts should be labels. */
export function podNaming(root: Place): void {
  const metadata = child(root, 'metadata');
  if (metadata === undefined || missing(metadata, 'name')) return;
  const wrong = dnsLabelProblem(text(metadata, 'name'));
  if (wrong !== undefined) warn(metadata, 'name', `"${text(metadata, 'name')}" becomes part of the names and host names of pods, and ${wrong}`, 'use a DNS label');
}
