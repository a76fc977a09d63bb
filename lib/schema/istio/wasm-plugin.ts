import { child, children, type Place } from '../builtin/place';
import { attachment } from './fields';
import { amount, bytesOf, filled, refuse, written } from './place';
import { urlProblem } from './plugin-url';

/** Source: Istio 1.31, pkg/config/validation, ValidateWasmPlugin. */
export function wasmPlugin(root: Place): void {
  const spec = child(root, 'spec');
  if (spec === undefined) return refuse(root, ['spec', 'url'], '"url" must be given');
  attachment(spec);
  wasm(spec);
  matchedPorts(spec);
}

/** Source: Istio 1.31, pkg/config/validation, ValidateTrafficExtension. */
export function trafficExtension(root: Place): void {
  const spec = child(root, 'spec');
  const [plugin, lua] = spec === undefined ? [] : [child(spec, 'wasm'), child(spec, 'lua')];
  if ((plugin === undefined) === (lua === undefined)) refuse(root, ['spec'], 'exactly one of "wasm", "lua" must be given');
  if (spec === undefined) return;
  attachment(spec);
  const code = lua === undefined ? undefined : written(lua, 'inlineCode');
  if (lua !== undefined && code !== undefined && (code === '' || bytesOf(code) > 65536)) refuse(lua, 'inlineCode', code === '' ? '"inlineCode" must be given' : `the code has ${bytesOf(code)} bytes, at most 65536 are allowed`);
  if (plugin !== undefined) wasm(plugin);
  matchedPorts(spec);
}

function wasm(place: Place): void {
  const url = written(place, 'url');
  const wrong = url === undefined ? undefined : urlProblem(url);
  if (wrong !== undefined) refuse(place, 'url', url === '' ? '"url" must be given' : `"${url ?? ''}" ${wrong}`);
  const sum = written(place, 'sha256') ?? '';
  if (sum !== '' && !/^[0-9a-f]{64}$/.test(sum)) refuse(place, 'sha256', `"${sum}" must be 64 digits, 0 to 9 and a to f`);
  for (const [key, most] of [['imagePullSecret', 253], ['pluginName', 256]] as const) {
    const length = bytesOf(written(place, key) ?? '');
    if (length > most) refuse(place, key, `has ${length} characters, at most ${most} are allowed`);
  }
  environment(child(place, 'vmConfig'));
}

function environment(place: Place | undefined): void {
  const seen = new Set<string>();
  for (const variable of place === undefined ? [] : children(place, 'env')) {
    const name = written(variable, 'name');
    if (name === undefined) continue;
    if (name === '') return refuse(variable, 'name', '"name" must be given');
    if (bytesOf(name) > 256) return refuse(variable, 'name', `has ${bytesOf(name)} characters, at most 256 are allowed`);
    if (seen.has(name)) return refuse(variable, 'name', `"${name}" is there already`);
    if (written(variable, 'valueFrom') === 'HOST' && filled(variable, 'value')) return refuse(variable, 'value', '"value" must not be given for valueFrom HOST');
    seen.add(name);
  }
}

function matchedPorts(spec: Place): void {
  for (const match of children(spec, 'match')) {
    for (const one of children(match, 'ports')) {
      const number = amount(one, 'number');
      if (number !== undefined && (number < 1 || number > 65535)) refuse(one, 'number', `${number} must be a port from 1 to 65535`);
    }
  }
}
