/**
 * Whether an object of `own` is visible in `namespace`. `.` is the object's own namespace, `*` all, `~` none.
 *
 * @param exportTo as written; the caller fills in the default of the mesh
 */
export function visible(exportTo: readonly string[], own: string, namespace: string): boolean {
  return exportTo.includes('*') || exportTo.includes(namespace) || (own === namespace && exportTo.includes('.'));
}
