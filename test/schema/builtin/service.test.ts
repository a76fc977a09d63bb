import { codeOf, rules } from './rows';
import type { JsonObject } from '../../../lib/model/json';

const make = (spec: JsonObject): JsonObject => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { ports: [{ port: 80 }], ...spec } });
const port = (fields: JsonObject): JsonObject => ({ ports: [{ port: 80, ...fields }] });

describe('Service', () => {
  rules([
    ['ports may only be left out without a cluster address', { clusterIP: 'None', ports: [] }, { ports: [] }, 'spec.ports'],
    ['a port is from 1 to 65535', port({ port: 1 }), port({ port: 0 }), 'spec.ports[0].port'],
    ['several ports have names', { ports: [{ name: 'a', port: 1 }, { name: 'b', port: 2 }] }, { ports: [{ name: 'a', port: 1 }, { port: 2 }] }, 'spec.ports[1].name'],
    ['names of ports are unique', { ports: [{ name: 'a', port: 1 }, { name: 'b', port: 2 }] }, { ports: [{ name: 'a', port: 1 }, { name: 'a', port: 2 }] }, 'spec.ports[1].name'],
    ['one port may have several protocols, once each', { ports: [{ name: 'a', port: 53 }, { name: 'b', port: 53, protocol: 'UDP' }] }, { ports: [{ name: 'a', port: 53 }, { name: 'b', port: 53, protocol: 'TCP' }] }, 'spec.ports[1]'],
    ['protocols are spelled in capitals', port({ protocol: 'SCTP' }), port({ protocol: 'tcp' }), 'spec.ports[0].protocol'],
    ['a target by name is a port name', port({ targetPort: 'http' }), port({ targetPort: 'port_http' }), 'spec.ports[0].targetPort'],
    ['a target of 0 is the port itself, of 70000 none', port({ targetPort: 0 }), port({ targetPort: 70000 }), 'spec.ports[0].targetPort'],
    ['node ports are for types that have them', { type: 'NodePort', ...port({ nodePort: 30080 }) }, port({ nodePort: 30080 }), 'spec.ports[0].nodePort'],
    ['an application protocol is a qualified name', port({ appProtocol: 'kubernetes.io/h2c' }), port({ appProtocol: 'h2c!' }), 'spec.ports[0].appProtocol'],
    ['a headless Service is of type ClusterIP', { clusterIP: 'None' }, { clusterIP: 'None', type: 'LoadBalancer' }, 'spec.clusterIP'],
    ['an ExternalName needs a name', { type: 'ExternalName', externalName: 'db.example.com.' }, { type: 'ExternalName' }, 'spec.externalName'],
    ['an ExternalName has no address', { type: 'ExternalName', externalName: 'db.example.com' }, { type: 'ExternalName', externalName: 'db.example.com', clusterIP: 'None' }, 'spec.clusterIP'],
    ['addresses have no leading zeros', { clusterIP: '10.0.0.1' }, { clusterIP: '10.0.0.01' }, 'spec.clusterIP'],
    ['an IPv4 address is not written as IPv6', { clusterIP: '2001:db8::1' }, { clusterIP: '::ffff:10.0.0.1' }, 'spec.clusterIP'],
    ['two addresses are of two families', { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1', 'fd00::1'] }, { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1', '10.0.0.2'] }, 'spec.clusterIPs'],
    ['the first address is the address', { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'] }, { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.2'] }, 'spec.clusterIPs'],
    ['addresses are of the families that are said', { clusterIP: 'fd00::1', ipFamilies: ['IPv6'] }, { clusterIP: '10.0.0.1', ipFamilies: ['IPv6'] }, 'spec.clusterIP'],
    ['two families are no single stack', { ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'PreferDualStack' }, { ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'SingleStack' }, 'spec.ipFamilyPolicy'],
    ['external addresses can be reached', { externalIPs: ['198.51.100.1'] }, { externalIPs: ['127.0.0.1'] }, 'spec.externalIPs[0]'],
    ['an external policy needs an outside', { type: 'NodePort', externalTrafficPolicy: 'Local' }, { externalTrafficPolicy: 'Local' }, 'spec.externalTrafficPolicy'],
    ['a health check port needs local traffic of a load balancer', { type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 30000 }, { type: 'LoadBalancer', healthCheckNodePort: 30000 }, 'spec.healthCheckNodePort'],
    ['source ranges are blocks without host bits', { type: 'LoadBalancer', loadBalancerSourceRanges: [' 10.0.0.0/8 '] }, { type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.1/8'] }, 'spec.loadBalancerSourceRanges[0]'],
    ['a load balancer class needs a load balancer', { type: 'LoadBalancer', loadBalancerClass: 'example.com/a' }, { loadBalancerClass: 'example.com/a' }, 'spec.loadBalancerClass'],
    ['affinity lasts a day at most', { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 86400 } } }, { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 86401 } } }, 'spec.sessionAffinityConfig.clientIP.timeoutSeconds'],
    ['a distribution is one of three', { trafficDistribution: 'PreferClose' }, { trafficDistribution: 'PreferNear' }, 'spec.trafficDistribution'],
    ['a selector is made of labels', { selector: { app: 'web' } }, { selector: { app: 'web app' } }, 'spec.selector.app'],
  ], make);

  test('PreferClose and fields without effect are warned of', () => {
    const object = make({ trafficDistribution: 'PreferClose', externalName: 'db.example.com', clusterIP: 'fd00:0::1', clusterIPs: ['fd00:0::1'] });
    expect(codeOf(object).warnings?.(object)).toEqual([
      { path: ['spec', 'externalName'], message: '"externalName" is ignored for a Service of type "ClusterIP"' },
      { path: ['spec', 'trafficDistribution'], message: '"PreferClose" is deprecated', help: 'use "PreferSameZone"' },
      { path: ['spec', 'clusterIPs', 0], message: '"fd00:0::1" should be written "fd00::1"' },
    ]);
  });

  test('values that are only known at deploy are neither absent nor wrong', () => {
    const later = { apply: (): unknown => later };
    expect(codeOf(make({})).problems(make({ type: 'ExternalName', externalName: later }))).toEqual([]);
  });
});
