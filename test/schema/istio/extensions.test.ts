import type { JsonObject } from '../../../lib/model/json';
import { object, refused, warned } from './rows';

const url = 'oci://example.com/plugin:1';
const plugin = (spec: JsonObject): JsonObject => object('extensions.istio.io/v1alpha1', 'WasmPlugin', { url, ...spec });
const environment = (...env: readonly JsonObject[]): JsonObject => ({ vmConfig: { env } });
const sum = 'a'.repeat(64);

describe('WasmPlugin', () => {
  refused([
    ['it is fetched from somewhere', { url: 'example.com/plugin:1' }, { url: '' }, 'spec.url'],
    ['it is fetched in four ways', { url: 'file:///plugin.wasm' }, { url: 'ftp://example.com/plugin' }, 'spec.url'],
    ['a URL is one', { url: 'https://example.com/a.wasm' }, { url: '%zz' }, 'spec.url'],
    ['a sum has 64 digits', { sha256: sum }, { sha256: sum.slice(1) }, 'spec.sha256'],
    ['a sum is of small letters', { sha256: sum }, { sha256: sum.toUpperCase() }, 'spec.sha256'],
    ['the name of a Secret is not too long', { imagePullSecret: 'a'.repeat(253) }, { imagePullSecret: 'a'.repeat(254) }, 'spec.imagePullSecret'],
    ['a name is not too long', { pluginName: 'a'.repeat(256) }, { pluginName: 'a'.repeat(257) }, 'spec.pluginName'],
    ['a variable has a name', environment({ name: 'A' }), environment({ value: 'a' }), 'spec.vmConfig.env[0].name'],
    ['the name of a variable is not too long', environment({ name: 'a'.repeat(256) }), environment({ name: 'a'.repeat(257) }), 'spec.vmConfig.env[0].name'],
    ['variables are there once', environment({ name: 'A' }, { name: 'B' }), environment({ name: 'A' }, { name: 'A' }), 'spec.vmConfig.env[1].name'],
    ['a variable of the host has no value', environment({ name: 'A', valueFrom: 'HOST' }), environment({ name: 'A', valueFrom: 'HOST', value: 'a' }), 'spec.vmConfig.env[0].value'],
    ['a port is a port', { match: [{ ports: [{ number: 80 }] }] }, { match: [{ ports: [{ number: 0 }] }] }, 'spec.match[0].ports[0].number'],
    ['it is attached once', { targetRef: { kind: 'Service', name: 'a' } }, { targetRef: { kind: 'Service', name: 'a' }, targetRefs: [{ kind: 'Service', name: 'a' }] }, 'spec.targetRefs'],
  ], plugin);
  warned([['a selector has labels', {}, { selector: {} }, 'spec.selector']], plugin);
});

describe('TrafficExtension', () => {
  const extension = (spec: JsonObject): JsonObject => object('extensions.istio.io/v1alpha1', 'TrafficExtension', spec);
  refused([
    ['it is one of two', { lua: { inlineCode: 'a' } }, { lua: { inlineCode: 'a' }, wasm: { url } }, 'spec'],
    ['it is something', { wasm: { url } }, {}, 'spec'],
    ['code is not empty', { lua: { inlineCode: 'a' } }, { lua: {} }, 'spec.lua.inlineCode'],
    ['code is not too long', { lua: { inlineCode: 'a'.repeat(65536) } }, { lua: { inlineCode: 'a'.repeat(65537) } }, 'spec.lua.inlineCode'],
    ['a plugin is fetched from somewhere', { wasm: { url } }, { wasm: {} }, 'spec.wasm.url'],
    ['a port is a port', { wasm: { url }, match: [{ ports: [{ number: 1 }] }] }, { wasm: { url }, match: [{ ports: [{ number: 65536 }] }] }, 'spec.match[0].ports[0].number'],
  ], extension);
});
