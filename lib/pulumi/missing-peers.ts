/** Says what to install before the first import of a peer fails with a stack trace. */
export function requirePeers(entry: string, peers: readonly string[]): void {
  const missing = peers.filter(name => {
    try {
      require.resolve(name);
      return false;
    } catch {
      return true;
    }
  });
  if (missing.length > 0) throw new Error(`${entry} needs ${missing.join(' and ')}; run "npm install ${missing.join(' ')}"`);
}
