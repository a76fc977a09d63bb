import { assertionsData, assertionsJunit, assertionsSarif, assertionsText } from '../explain/trace/assertions/formats';
import { judge } from '../explain/trace/assertions/judge';
import { parseAssertions } from '../explain/trace/assertions/parse';
import { defaultDebugImage } from '../explain/trace/pod-words';
import { textOfFile } from '../files/input';
import { packageVersion } from '../files/package';
import { UsageError } from '../model/usage-error';
import type { Output } from './output';
import { reachInput } from './reach-input';
import type { TraceOptions } from './trace';

/** `sealane trace --assert`. @returns the exit code: 0 every assertion holds, 1 one does not, 4 one is not settled and none is broken */
export function traceAssert(file: string, options: TraceOptions, output: Output): number {
  const own = (['method', 'header', 'expect'] as const).find(option => options[option] !== undefined);
  if (own !== undefined) throw new UsageError({ what: `--${own} beside --assert`, fix: `say it in ${file}` });
  const assertions = parseAssertions(textOfFile(file, 'name a file of assertions'), file);
  const { world, place, debugImage = defaultDebugImage } = reachInput(options.file, options);
  const judged = assertions.map(assertion => judge(world, { ...assertion, ...(assertion.namespace === undefined && options.namespace !== undefined ? { namespace: options.namespace } : {}) }, { blocksMeanPods: options.blocksMeanPods }));
  const shown = { place, image: options.image ?? debugImage, version: packageVersion() };
  if (options.format === 'json') output.out(`${JSON.stringify({ ...assertionsData(judged, shown), tool: { name: 'sealane', version: shown.version } })}\n`);
  else if (options.format === 'junit') output.out(assertionsJunit(judged, shown));
  else if (options.format === 'sarif') output.out(assertionsSarif(judged, shown));
  else if (options.format === 'text') output.out(assertionsText(judged, shown));
  else throw new UsageError({ what: `--format ${options.format} of assertions`, fix: 'use text, json, junit or sarif' });
  return judged.some(({ outcome }) => outcome === 'broken') ? 1 : judged.some(({ outcome }) => outcome === 'undecided') ? 4 : 0;
}
