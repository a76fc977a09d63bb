/** A minor release, `1.31`. A patch part is allowed and ignored: nothing this library writes depends on it. */
export type Version = `${number}.${number}` | `${number}.${number}.${number}`;

/** Major and minor numbers, or `undefined` when the text is not a version. A leading `v` is accepted. */
export function parseVersion(text: string): readonly [major: number, minor: number] | undefined {
  const match = /^v?(\d+)\.(\d+)(?:\.\d+)?$/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}

/** Whether `version` is `minimum` or later, comparing major and minor. */
export function atLeast(version: string, minimum: string): boolean {
  const [major, minor] = parseVersion(version) ?? [0, 0];
  const [minMajor, minMinor] = parseVersion(minimum) ?? [0, 0];
  return major > minMajor || (major === minMajor && minor >= minMinor);
}

/** Like `atLeast`, comparing the patch too, for software whose options come with patches. A patch that is not written is 0. */
export function releasedSince(version: string, minimum: string): boolean {
  const [left, right] = [version, minimum].map(text => text.replace(/^v/, '').split('.').map(Number));
  const difference = [0, 1, 2].map(i => (left?.[i] ?? 0) - (right?.[i] ?? 0)).find(part => part !== 0) ?? 0;
  return difference >= 0;
}
