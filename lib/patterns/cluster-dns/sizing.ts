import { UsageError } from '../../model/usage-error';

/** A number with the sum that it comes from, for reviews. */
export interface Sized<T = number> {
  readonly value: T;
  /** `(5000 pods + 500 services) / 1000 + 54 = 60 MB`. */
  readonly formula: string;
}

/** What one core answers, in questions per second. Source: scaling notes of coredns/deployment, 33,000 on two cores. */
const perCore = 16_500;

const megabytesPerAnswer = 0.003;
/** Answers that the memory formula has room for: 30 MB of them. */
const answersIncluded = 9_984;

function amount(name: string, value: number, least = 0): number {
  if (!Number.isFinite(value) || value < least) throw new UsageError({ what: `cluster-dns: ${name} is ${String(value)}`, fix: `use a number from ${least}` });
  return value;
}

/**
 * Memory of one server, in MB: what it holds of the cluster, its cache and what it works with; the limit leaves half as much again for lists that are read anew when the API
 * server restarts.
 *
 * Source: scaling notes of coredns/deployment; kops allows 340Mi for 5,000 nodes.
 *
 * @param answers places of the cache @default 9,984, which the formula has room for
 * @example dnsMemory({ pods: 5000, services: 500 }).value // { request: 70, limit: 170 }
 * @throws UsageError for numbers below 0
 */
export function dnsMemory({ pods, services, podRecords = 'disabled', answers = answersIncluded }: { readonly pods: number; readonly services: number; readonly podRecords?: 'disabled' | 'insecure' | 'verified'; readonly answers?: number }): Sized<{ readonly request: number; readonly limit: number }> {
  const objects = amount('pods', pods) + amount('services', services);
  const [per, base] = podRecords === 'verified' ? [250, 56] : [1000, 54];
  const extra = Math.max(0, amount('answers', answers) - answersIncluded) * megabytesPerAnswer;
  const needed = Math.ceil(objects / per + base + extra);
  // What installers give is the least: it is known to do.
  const [request, limit] = [Math.max(70, needed), Math.max(170, Math.ceil(needed * 1.5))];
  const more = extra === 0 ? '' : ` + ${answers - answersIncluded} answers × 3 kB`;
  return { value: { request, limit }, formula: `(${pods} pods + ${services} services) / ${per} + ${base}${more} = ${needed} MB; request max(70, ${needed}), limit max(170, ${needed} × 1.5)` };
}

/**
 * Cores that questions take, over all servers.
 *
 * @param lookupsPerSecond names that programs look up
 * @param questionsPerLookup how many questions each becomes: 1 for names with a dot at their end, up to 10 with `ndots: 5`, a search path of four and IPv6 @default 10
 * @example dnsCores({ lookupsPerSecond: 3300 }).value // 2
 * @throws UsageError for numbers below 0
 */
export function dnsCores({ lookupsPerSecond, questionsPerLookup = 10 }: { readonly lookupsPerSecond: number; readonly questionsPerLookup?: number }): Sized {
  const questions = amount('lookupsPerSecond', lookupsPerSecond) * amount('questionsPerLookup', questionsPerLookup, 1);
  const value = Math.max(1, Math.ceil(questions / perCore));
  return { value, formula: `${lookupsPerSecond} lookups/s × ${questionsPerLookup} questions / ${perCore} questions per core = ${value}` };
}

/**
 * Servers for a cluster: as many as its size wants, as many as its questions want, and never one.
 *
 * Source: defaults of the proportional autoscaler for DNS, a replica for 256 cores or 16 nodes.
 *
 * @example dnsReplicas({ nodes: 40, cores: 320 }).value // 3
 * @throws UsageError for numbers below 0
 */
export function dnsReplicas({ nodes, cores, dnsCoresNeeded = 0, coresPerReplica = 256, nodesPerReplica = 16 }: { readonly nodes: number; readonly cores: number; readonly dnsCoresNeeded?: number; readonly coresPerReplica?: number; readonly nodesPerReplica?: number }): Sized {
  const [byCores, byNodes] = [Math.ceil(amount('cores', cores) / amount('coresPerReplica', coresPerReplica, 1)), Math.ceil(amount('nodes', nodes) / amount('nodesPerReplica', nodesPerReplica, 1))];
  const value = Math.max(2, byCores, byNodes, amount('dnsCoresNeeded', dnsCoresNeeded));
  return { value, formula: `max(2, ${cores} cores / ${coresPerReplica} = ${byCores}, ${nodes} nodes / ${nodesPerReplica} = ${byNodes}, ${dnsCoresNeeded} cores of questions) = ${value}` };
}

/**
 * `maxConcurrent`: questions that wait for upstreams at the peak, doubled, and no more than a twentieth of the memory.
 *
 * @param questionsPerSecond to upstreams, of one server
 * @param latencySeconds of upstreams, the 99th percentile
 * @param memoryLimit of one server, in MB @default 170
 * @example dnsMaxConcurrent({ questionsPerSecond: 2000, latencySeconds: 0.5 }).value // 2000
 * @throws UsageError for numbers below 0, and where memory does not last for the questions
 */
export function dnsMaxConcurrent({ questionsPerSecond, latencySeconds, memoryLimit = 170 }: { readonly questionsPerSecond: number; readonly latencySeconds: number; readonly memoryLimit?: number }): Sized {
  const wanted = Math.ceil(2 * amount('questionsPerSecond', questionsPerSecond) * amount('latencySeconds', latencySeconds));
  const most = Math.floor(amount('memoryLimit', memoryLimit, 1) * 0.05 / 0.002);
  const value = Math.max(1000, wanted);
  if (value > most) throw new UsageError({ what: `cluster-dns: ${value} questions at a time take ${Math.ceil(value * 0.002)} MB, over a twentieth of ${memoryLimit} MB`, fix: `give the servers ${Math.ceil(value * 0.002 / 0.05)} MB, or more servers` });
  return { value, formula: `2 × ${questionsPerSecond} questions/s × ${latencySeconds} s = ${wanted}, at least 1000, at most 5 % of ${memoryLimit} MB / 2 kB = ${most}` };
}
