import fc from 'fast-check';
import type { KubernetesObject } from '../../engines/engine';
import { cidr, hostname, label, labels, labelSelector, objectOf, optional, portName, portNumber, protocol, together } from './leaves';

// Built-in kinds, written from the rules of their API types. Every object is accepted by an API server.

const ipBlock = fc.tuple(cidr, fc.boolean()).map(([block, withExcept]) => {
  // The exception is a proper part of the block: the first /24 of it.
  const inner = `${block.split('/')[0] ?? ''}/24`;
  return { ipBlock: withExcept ? { cidr: block, except: [inner] } : { cidr: block } };
});

const peer: fc.Arbitrary<KubernetesObject> = fc.oneof(
  fc.record({ podSelector: labelSelector }), fc.record({ namespaceSelector: labelSelector }),
  fc.record({ podSelector: labelSelector, namespaceSelector: labelSelector }), ipBlock,
);

const policyPort: fc.Arbitrary<KubernetesObject> = together(fc.oneof(
  optional({ port: fc.oneof({ withCrossShrink: true }, portNumber, portName) }),
  fc.tuple(portNumber, fc.nat(100)).map(([port, more]) => ({ port, endPort: Math.min(65535, port + more) })),
), optional({ protocol }));

function rule(peers: 'from' | 'to'): fc.Arbitrary<KubernetesObject> {
  return optional({ [peers]: fc.array(peer, { maxLength: 3 }), ports: fc.array(policyPort, { maxLength: 3 }) });
}

export const networkPolicy: fc.Arbitrary<KubernetesObject> = objectOf('networking.k8s.io/v1', 'NetworkPolicy', together(
  fc.record({ podSelector: labelSelector }),
  optional({ policyTypes: fc.subarray(['Ingress', 'Egress'], { minLength: 1 }), ingress: fc.array(rule('from'), { maxLength: 2 }), egress: fc.array(rule('to'), { maxLength: 2 }) }),
));

const servicePort = together(fc.record({ port: portNumber, name: portName }),
  optional({ protocol, targetPort: fc.oneof({ withCrossShrink: true }, portNumber, portName), appProtocol: fc.constantFrom('http', 'grpc', 'kubernetes.io/h2c', 'tcp') }));

/** Names and port+protocol pairs are unique within a Service. */
const servicePorts = fc.uniqueArray(servicePort, { minLength: 1, maxLength: 3, selector: port => port['port'] })
  .map(ports => ports.map((port, i) => ({ ...port, name: i === 0 ? port['name'] : `${String(port['name']).slice(0, 8)}-x${i}` })));

const affinity = fc.constantFrom<KubernetesObject>({}, { sessionAffinity: 'None' }, { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } } });
const exposure: fc.Arbitrary<KubernetesObject> = fc.oneof(
  fc.constantFrom<KubernetesObject>({}, { type: 'ClusterIP' }, { clusterIP: 'None' }, { type: 'NodePort' }),
  fc.record({ type: fc.constantFrom('NodePort', 'LoadBalancer'), externalTrafficPolicy: fc.constantFrom('Cluster', 'Local') }),
);

export const service: fc.Arbitrary<KubernetesObject> = objectOf('v1', 'Service', fc.oneof(
  { weight: 8, arbitrary: together(fc.record({ ports: servicePorts }), optional({ selector: labels }), exposure, affinity,
    optional({ internalTrafficPolicy: fc.constantFrom('Cluster', 'Local'), trafficDistribution: fc.constantFrom('PreferSameZone', 'PreferSameNode'), publishNotReadyAddresses: fc.boolean() })) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('ExternalName'), externalName: hostname }) },
));

const quantities = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 4 }), fc.constantFrom('m', 'Mi')).map(([amount, factor, unit]) => {
  const resource = unit === 'm' ? 'cpu' : 'memory';
  return { requests: { [resource]: `${amount * 50}${unit}` }, limits: { [resource]: `${amount * 50 * factor}${unit}` } };
});

const probe = together(
  fc.oneof(fc.record({ httpGet: fc.record({ path: fc.constantFrom('/', '/healthz'), port: portNumber }) }), fc.record({ tcpSocket: fc.record({ port: portNumber }) })),
  optional({ periodSeconds: fc.integer({ min: 1, max: 60 }), failureThreshold: fc.integer({ min: 1, max: 10 }) }),
);

const containerPorts = fc.uniqueArray(together(fc.record({ containerPort: portNumber }), optional({ protocol })), { maxLength: 2, selector: port => port['containerPort'] });

const container = together(
  fc.record({ image: fc.tuple(label, fc.integer({ min: 1, max: 9 })).map(([name, version]) => `registry.example.com/${name}:${version}.0.0`) }),
  optional({ ports: containerPorts, resources: quantities, readinessProbe: probe, imagePullPolicy: fc.constantFrom('Always', 'IfNotPresent', 'Never'),
    env: fc.array(fc.record({ name: fc.constantFrom('MODE', 'LOG_LEVEL'), value: label }), { maxLength: 1 }) }),
);

const containers = fc.array(container, { minLength: 1, maxLength: 2 }).map(list => list.map((one, i) => ({ name: `main-${i}`, ...one })));

const podSpec = together(fc.record({ containers }), optional({
  serviceAccountName: label, terminationGracePeriodSeconds: fc.integer({ min: 0, max: 120 }), dnsPolicy: fc.constantFrom('ClusterFirst', 'Default'), nodeSelector: labels,
}));

const strategy = fc.oneof(fc.constant({ type: 'Recreate' }),
  fc.record({ type: fc.constant('RollingUpdate'), rollingUpdate: fc.record({ maxSurge: fc.constantFrom<number | string>(1, '25%'), maxUnavailable: fc.constantFrom<number | string>(0, 1, '25%') }) }));

/** The template carries what the selector asks for, and possibly more. */
export const deployment: fc.Arbitrary<KubernetesObject> = objectOf('apps/v1', 'Deployment', fc.tuple(labels, optional({ extra: label }), podSpec,
  optional({ replicas: fc.integer({ min: 0, max: 10 }), strategy, minReadySeconds: fc.integer({ min: 0, max: 60 }), revisionHistoryLimit: fc.integer({ min: 0, max: 10 }) }))
  .map(([selected, more, pod, rest]) => ({ ...rest, selector: { matchLabels: selected }, template: { metadata: { labels: { ...more, ...selected } }, spec: pod } })));
