import type { JsonObject } from '../../../lib/model/json';
import { object, refused, warned } from './rows';

describe('WorkloadGroup', () => {
  const group = (spec: JsonObject): JsonObject => object('networking.istio.io/v1', 'WorkloadGroup', { template: {}, ...spec });
  const probe = (probe: JsonObject): JsonObject => group({ probe });
  const http = { httpGet: { port: 80 } };
  refused([
    ['there is a template', {}, { template: undefined }, 'spec.template'],
    ['labels are labels', { metadata: { labels: { a: 'b' } } }, { metadata: { labels: { 'a b': 'c' } } }, 'spec.metadata.labels["a b"]'],
  ], group);
  refused([
    ['a count is 0 or more', { ...http, periodSeconds: 0 }, { ...http, periodSeconds: -1 }, 'spec.probe.periodSeconds'],
    ['something is asked', http, {}, 'spec.probe'],
    ['gRPC is not', http, { grpc: {} }, 'spec.probe.grpc'],
    ['a port is a port', http, { httpGet: {} }, 'spec.probe.httpGet.port'],
    ['a scheme is in capitals', { httpGet: { port: 80, scheme: 'HTTPS' } }, { httpGet: { port: 80, scheme: 'https' } }, 'spec.probe.httpGet.scheme'],
    ['a header has a plain name', { httpGet: { port: 80, httpHeaders: [{ name: 'x-a' }] } }, { httpGet: { port: 80, httpHeaders: [{ name: 'x_a' }] } }, 'spec.probe.httpGet.httpHeaders[0].name'],
    ['a socket has a port', { tcpSocket: { port: 80 } }, { tcpSocket: { port: 65536 } }, 'spec.probe.tcpSocket.port'],
    ['a command is given', { exec: { command: ['a'] } }, { exec: {} }, 'spec.probe.exec.command'],
  ], probe);
});

describe('ProxyConfig', () => {
  const config = (spec: JsonObject): JsonObject => object('networking.istio.io/v1beta1', 'ProxyConfig', spec);
  refused([
    ['there are 0 threads or more', { concurrency: 0 }, { concurrency: -1 }, 'spec.concurrency'],
    ['labels are no patterns', { selector: { matchLabels: { a: 'b' } } }, { selector: { matchLabels: { a: '*' } } }, 'spec.selector.matchLabels.a'],
  ], config);
  warned([['a selector has labels', {}, { selector: {} }, 'spec.selector']], config);
});
