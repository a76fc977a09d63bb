import { originsOf, targetOf } from '../explain/trace/ask';
import { traceData } from '../explain/trace/formats/data';
import { traceMermaid } from '../explain/trace/formats/mermaid';
import { traceText } from '../explain/trace/formats/text';
import { inputOf } from '../explain/trace/input';
import { defaultDebugImage } from '../explain/trace/pod-words';
import { trace, verdictOf, type Trace, type TraceVerdict } from '../explain/trace/trace';
import { packageVersion } from '../files/package';
import { UsageError } from '../model/usage-error';
import type { Output } from './output';
import { reachInput, type ReachInputOptions } from './reach-input';
import { traceAssert } from './trace-assert';

export const traceFormats = ['text', 'json', 'mermaid', 'junit', 'sarif'] as const;

/** Options of `sealane trace`, as the command line gives them. */
export interface TraceOptions extends ReachInputOptions {
  readonly file: readonly string[];
  readonly format: (typeof traceFormats)[number];
  readonly method?: string;
  readonly header?: readonly string[];
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  /** Image of the ephemeral container that proves a hop. @default - that of the configuration, else 'nicolaka/netshoot:v0.13' */
  readonly image?: string;
  /** What shall be; the exit code says whether it is. */
  readonly expect?: 'works' | 'blocked';
  /** A file of connections that shall be, or shall not. */
  readonly assert?: string;
}

const exitCodes: Readonly<Record<TraceVerdict, number>> = { works: 0, fails: 1, partly: 3, unknown: 4 };
const opposite: Readonly<Record<TraceVerdict, number>> = { works: 1, fails: 0, partly: 3, unknown: 4 };

/** `sealane trace`. @returns the exit code: 0 works, 1 fails, 3 partly, 4 not known; with `--expect blocked` 0 and 1 change places */
export function traceCommand(from: string | undefined, url: string | undefined, options: TraceOptions, output: Output): number {
  if (options.assert !== undefined) {
    if (from !== undefined) throw new UsageError({ what: `"${from}" beside --assert`, fix: 'the file says who asks whom: leave it out' });
    return traceAssert(options.assert, options, output);
  }
  if (from === undefined || url === undefined) throw new UsageError({ what: 'no connection given', fix: 'name who asks and a URL: sealane trace shop/web http://reviews -f manifests' });
  if (options.format === 'junit' || options.format === 'sarif') throw new UsageError({ what: `--format ${options.format} of one connection`, fix: 'use text, json or mermaid; junit and sarif are for --assert' });
  // The namespace of who asks, and of objects that name none.
  const { world, place, debugImage = defaultDebugImage } = reachInput(options.file, options);
  const { image = debugImage } = options;
  const to = targetOf(url, { ...(options.method === undefined ? {} : { method: options.method }), ...(options.header === undefined ? {} : { headers: options.header }) });
  const origins = originsOf(world, from, options.namespace === undefined ? {} : { namespace: options.namespace });
  const traces = origins.map(origin => trace(world, { from: origin, to }, { blocksMeanPods: options.blocksMeanPods }));
  const verdict = together(traces);
  if (options.format === 'json') {
    const tool = { name: 'sealane', version: packageVersion() };
    const data = traces.map(each => traceData(each, place, image));
    output.out(`${JSON.stringify(data.length === 1 ? { ...data[0], tool, input: inputOf(world) } : { schema: 1, tool, verdict, traces: data, input: inputOf(world) })}\n`);
  } else if (options.format === 'mermaid') output.out(traces.map(each => traceMermaid(each)).join('\n'));
  else {
    const detail = options.verbose === true ? 'verbose' : options.quiet === true ? 'quiet' : 'normal';
    output.out(traces.map(each => traceText(each, { place, detail, image })).join('\n'));
    if (traces.length > 1) output.out(`\n${traces.filter(each => each.verdict === 'works').length} of ${traces.length} workloads reach ${url}\n`);
  }
  return (options.expect === 'blocked' ? opposite : exitCodes)[verdict];
}

/** What the traces of several workloads come to. */
function together(traces: readonly Trace[]): TraceVerdict {
  if (traces.some(({ verdict }) => verdict === 'partly')) return 'partly';
  return verdictOf(traces.map(({ verdict }) => ({ verdict: verdict === 'partly' ? 'works' : verdict })));
}
