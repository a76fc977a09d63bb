import { parseAllDocuments } from 'yaml';
import type { World } from '../../../../lib/cluster/cluster';
import type { Facts } from '../../../../lib/cluster/facts';
import { originsOf, targetOf, type RequestOptions } from '../../../../lib/explain/trace/ask';
import type { Hop } from '../../../../lib/explain/trace/hop';
import type { Question } from '../../../../lib/explain/trace/question';
import { senderOf, type Leg, type Way } from '../../../../lib/explain/trace/way';
import { formatPath } from '../../../../lib/model/finding';
import type { JsonObject } from '../../../../lib/model/json';
import { describe as name } from '../../../../lib/model/object';
import { worldOf } from '../../../support/world';

/** A shop with sidecars: web asks, reviews answers on 9080 in two versions. */
export const shop = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { replicas: 2, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: main }] } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews-v1, namespace: shop }
spec: { replicas: 3, template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: main, ports: [{ name: web, containerPort: 9080 }] }] } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews-v2, namespace: shop }
spec: { replicas: 1, template: { metadata: { labels: { app: reviews, version: v2 } }, spec: { containers: [{ name: main, ports: [{ name: web, containerPort: 9080 }] }] } } }
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { clusterIP: 10.96.0.7, selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: 9080 }] }
---
`;

/** The world of documents of YAML. */
export function worldFrom(text: string, facts: Partial<Facts> = {}): World {
  return worldOf(parseAllDocuments(text).map(document => document.toJS() as JsonObject).filter(object => object !== null), facts);
}

/** What `web` of the shop, or another, sees of a world. */
export function wayFrom(world: World, url: string, { from = 'web', ...request }: RequestOptions & { readonly from?: string } = {}): Way {
  const [origin] = originsOf(world, from);
  if (origin?.kind !== 'workload') throw new Error(`no workload ${from}`);
  return { world, target: targetOf(url, request), sender: senderOf(origin.workload), settings: {} };
}

export function questionOf(world: World, from: string, url: string, request: RequestOptions = {}): Question {
  const [origin] = originsOf(world, from);
  if (origin === undefined) throw new Error(`nobody ${from}`);
  return { from: origin, to: targetOf(url, request) };
}

/** `fail SVC-PORT: text [Service shop/reviews spec.ports]`, one for each statement. */
export function told(hops: readonly Hop[]): readonly string[] {
  return hops.map(({ status, code, text, evidence }) => `${status}${code === undefined ? '' : ` ${code}`}: ${text}${evidence.length === 0 ? '' : ` [${evidence.map(({ object, path }) => `${name(object.reference)}${path.length === 0 ? '' : ` ${formatPath(path)}`}`).join(', ')}]`}`);
}

/** What was considered beside. */
export function considered(hops: readonly Hop[]): readonly string[] {
  return hops.flatMap(({ details = [] }) => details.map(({ text }) => text));
}

/** `default 90 % reviews subset v1`: when, how many, and where to. */
export function legsTold(legs: readonly Leg[]): readonly string[] {
  return legs.map(({ when, share, to, outside, hops }) => `${when.kind === 'default' ? 'default' : when.text} ${Math.round(share * 100)} % ${to === undefined ? (outside === true ? 'outside' : 'ends') : `${to.host.name.split('.')[0] ?? ''}:${to.port.number}${to.subset === undefined ? '' : ` ${to.subset}`}${to.untouched === true ? ' untouched' : ''}`}${hops.flatMap(({ code }) => (code === undefined ? [] : [` ${code}`])).join('')}`);
}
