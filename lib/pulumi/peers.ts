/** Says what to install before the first import of a peer fails with a stack trace. */
const missing = ['@pulumi/pulumi', '@pulumi/kubernetes'].filter(name => {
  try {
    require.resolve(name);
    return false;
  } catch {
    return true;
  }
});

if (missing.length > 0) throw new Error(`sealane/pulumi needs ${missing.join(' and ')}; run "npm install ${missing.join(' ')}"`);

export {};
