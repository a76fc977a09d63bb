/** A command that people copy and that misleads, and what to run in its place. */
export interface Forbidden {
  readonly pattern: RegExp;
  readonly why: string;
}

/** No command that is printed matches any of these; a test holds that. */
export const forbidden: readonly Forbidden[] = [
  { pattern: /\b(?:get|describe)\s+(?:endpoints|ep)\b/, why: 'Endpoints is deprecated since Kubernetes 1.33, and cut at 1000: use EndpointSlices' },
  { pattern: /\s--\s+time\s/, why: 'time is a word of a shell, and often no program' },
  { pattern: /\bcalicoctl\b/, why: 'the image of calico-node has no calicoctl: its objects are there for kubectl' },
  { pattern: /-o\s*yaml\b.*\|\s*(?:grep|yq)\b/, why: 'text around a word is no selector: every default-deny is missed' },
  { pattern: /describe\s+pod\b.*\|\s*grep/, why: 'describe prints the first label on the line that is found' },
  { pattern: /\bnicolaka\/netshoot(?!:v?\d|@sha256:)/, why: 'an image without a version is another one tomorrow' },
  { pattern: /:latest\b/, why: 'an image without a version is another one tomorrow' },
  { pattern: /\bexec\s+(?:-\w+\s+)*istio-proxy\b/, why: 'istio-proxy is a container, not a pod' },
  { pattern: /\bcurl\s+(?:-\w+\s+)*(?:http:\/\/)?localhost:15000\b/, why: 'the image of the proxy may have no curl: use pilot-agent request' },
  { pattern: /istioctl\s+authn\s+tls-check/, why: 'the command is gone: use istioctl experimental describe' },
  { pattern: /--dry-run[= ]server/, why: 'it says that an object is accepted, not what it does' },
  { pattern: /\bkubectl\s+run\b/, why: 'a pod with other labels is under other policies, and proves nothing about the client' },
  { pattern: /\bexec\s+-(?:it|ti|i|t)\b/, why: 'a script has no terminal' },
  { pattern: /\bdebug\b.*\s-it?t\b/, why: 'a script has no terminal' },
  { pattern: /\blogs\b(?!.*--tail).*\s-l\s/, why: 'with a selector kubectl shows ten lines of each pod' },
  { pattern: /-n\s+ingress-nginx\b/, why: 'the controller is retired' },
  { pattern: /\bcilium\s+(?:monitor|policy\s+trace)\b/, why: 'the program in the agent is cilium-dbg, and policy trace is gone' },
];
