import { isObject, type JsonObject } from '../../model/json';
import { fieldAt, groupOf, textAt } from '../../model/object';
import { isList } from '../given';

/** What a value of a file is. */
export type Classified =
  | { readonly is: 'object'; readonly object: JsonObject }
  | { readonly is: 'kustomization'; readonly object: JsonObject }
  /** Nothing that a cluster would store: values, CI files, configuration of programs. */
  | { readonly is: 'other' }
  | { readonly is: 'empty' }
  /** It claims to be an object and is none. */
  | { readonly is: 'broken'; readonly problem: string };

/** Groups whose kinds are read by programs from files and stored in no cluster. */
const configuration = /^(?:kubelet|kubeproxy|kubescheduler|controllermanager|componentconfig|audit|apiserver|client\.authentication)(?:\.config)?\.k8s\.io$|(?:^|\.)config\.k8s\.io$|^(?:kubeadm\.k8s\.io|kind\.x-k8s\.io|k3d\.io|skaffold|helm\.sh|install\.istio\.io|eksctl\.io|sealane\.dev|backstage\.io|krew\.googlecontainertools\.github\.com)$/;

export function classify(value: unknown): Classified {
  if (value === null || value === undefined || (isObject(value) && Object.keys(value).length === 0)) return { is: 'empty' };
  if (Array.isArray(value)) return value.some(item => isObject(item) && textAt(item, 'apiVersion') !== undefined && textAt(item, 'kind') !== undefined) ? { is: 'broken', problem: 'is a bare list of objects: put it under "items" of kind List, or write one object per document' } : { is: 'other' };
  if (!isObject(value)) return { is: 'other' };
  const { apiVersion, kind } = value;
  if (typeof kind === 'string' && (kind === 'Kustomization' || kind === 'Component') && (apiVersion === undefined || textAt(value, 'apiVersion')?.startsWith('kustomize.config.k8s.io/') === true)) return { is: 'kustomization', object: value };
  if (apiVersion === undefined || kind === undefined) return incomplete(value);
  if (typeof apiVersion !== 'string' || apiVersion === '') return { is: 'broken', problem: `has apiVersion ${JSON.stringify(apiVersion)}, which is no ${apiVersion === '' || apiVersion === null ? 'version' : 'text: quote it'}` };
  if (typeof kind !== 'string' || kind === '') return { is: 'broken', problem: `has kind ${JSON.stringify(kind)}, which is no text` };
  if (configuration.test(groupOf(apiVersion)) || (apiVersion === 'v1' && kind === 'Config') || /^skaffold\//.test(apiVersion)) return { is: 'other' };
  if (isList(value)) return { is: 'object', object: value };
  if (kind === 'List' && apiVersion === 'v1') return value['items'] === undefined || value['items'] === null ? { is: 'empty' } : { is: 'broken', problem: `List has items ${JSON.stringify(value['items']).slice(0, 60)}, which is no list` };
  return named(value, kind);
}

/** Version or kind is missing. With metadata of its own it was meant to be an object; values and CI files may have either word. */
function incomplete(value: JsonObject): Classified {
  const wrongCase = Object.keys(value).find(key => /^(?:apiversion|kind)$/i.test(key) && key !== 'apiVersion' && key !== 'kind');
  const name = fieldAt(value, 'metadata', 'name') ?? fieldAt(value, 'metadata', 'generateName');
  if (name === undefined || name === null) return Object.keys(value).length === 1 && typeof value['apiVersion'] === 'string' ? { is: 'broken', problem: `has apiVersion ${value['apiVersion']} and nothing else` } : { is: 'other' };
  if (wrongCase !== undefined) return { is: 'broken', problem: `has a key ${wrongCase}, which is written ${/^k/i.test(wrongCase) ? 'kind' : 'apiVersion'}` };
  if (typeof value['kind'] === 'string') return { is: 'broken', problem: `${value['kind']} has no apiVersion` };
  if (typeof value['apiVersion'] === 'string') return { is: 'broken', problem: `has apiVersion ${value['apiVersion']} and no kind` };
  return { is: 'other' };
}

function named(object: JsonObject, kind: string): Classified {
  const metadata = object['metadata'];
  if (!isObject(metadata)) return { is: 'broken', problem: `${kind} has no metadata` };
  const name = fieldAt(metadata, 'name');
  if (typeof name === 'string' && name !== '') return { is: 'object', object };
  if (name !== undefined && name !== null && name !== '') return { is: 'broken', problem: `${kind} has name ${JSON.stringify(name)}, which is no text: quote it` };
  return textAt(metadata, 'generateName') ? { is: 'object', object } : { is: 'broken', problem: `${kind} has no metadata.name` };
}
