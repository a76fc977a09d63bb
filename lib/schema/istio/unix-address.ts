/** What is wrong with the path of `unix://…`: absolute and of a file, or abstract with a leading `@`. */
export function unixPathProblem(address: string): string | undefined {
  const path = address.slice('unix://'.length);
  if (path === '') return 'has no path';
  return path.startsWith('@') || (path.startsWith('/') && !path.endsWith('/')) ? undefined : 'must have an absolute path of a file';
}
