// What is built: for each engine its module folder, the Go package, and what else must be on the machine.
// Programs that a distribution ships (etcd, promtool) are looked for, never built.

/** @type {readonly { name: string, module?: string, package?: string, needs?: readonly string[], program?: string, hint?: string }[]} */
export const engines = [
  { name: 'objects', module: 'objects', package: '.' },
  // The server itself shares the module: the same pins serve both, and its compiled packages are reused.
  { name: 'apiserver', module: 'objects', package: 'k8s.io/kubernetes/cmd/kube-apiserver', needs: ['etcd'] },
  { name: 'istio', module: 'istio', package: '.' },
  { name: 'injector', module: 'injector', package: '.' },
  { name: 'corefile', module: 'corefile', package: '.' },
  { name: 'policy', module: 'policy', package: '.' },
  { name: 'kubeconform', module: 'kubeconform', package: '.' },
  // The command that people run: benchmarks compare whole processes.
  { name: 'kubeconform-cli', module: 'kubeconform', package: 'github.com/yannh/kubeconform/cmd/kubeconform' },
  { name: 'promtool', program: 'promtool', hint: 'Debian package prometheus' },
];

export const programs = { etcd: 'Debian package etcd-server', promtool: 'Debian package prometheus' };
