/**
 * The first of many names, and how many more there are.
 *
 * @example someOf(['a', 'b', 'c', 'd', 'e']) // 'a, b, c and 2 more'
 */
export function someOf(names: readonly string[], shown = 3): string {
  return names.length <= shown ? names.join(', ') : `${names.slice(0, shown).join(', ')} and ${names.length - shown} more`;
}
