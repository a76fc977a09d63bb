import { codes, type TraceCode } from '../../trace/codes';
import { stageOf, type HopId } from '../../trace/hop';
import type { Scene } from '../scene';
import type { Step } from '../step';
import { admitSteps, proofText } from './admit';
import { reachSteps } from './reach';
import { resolveSteps } from './resolve';
import { routeSteps } from './route';
import type { StepText } from './text';

const texts: Readonly<Record<HopId, (scene: Scene) => StepText>> = { ...resolveSteps, ...routeSteps, ...reachSteps, ...admitSteps };

/** The step of a hop, before manifests are asked. */
export function stepOf(hop: HopId, scene: Scene): Step {
  const { title, commands, healthy } = texts[hop](scene);
  return { stage: stageOf[hop], hop, title, commands: readingFirst(commands), settled: [], healthy, codes: codesOf(hop).filter(code => !scene.fromOutside || !ofClients.has(codes[code].hop) || code.startsWith('GW-')) };
}

/** The last step of a runbook for one connection. */
export function proofStep(scene: Scene): Step {
  const { title, commands, healthy } = proofText(scene);
  return { stage: 'PROVE', title, commands, settled: [], healthy, codes: [] };
}

/** Hops whose codes speak of a client in the cluster; a gateway has some of its own. */
const ofClients: ReadonlySet<HopId> = new Set(['source', 'dns', 'service']);

export function codesOf(hop: HopId): readonly TraceCode[] {
  return (Object.keys(codes) as TraceCode[]).filter(code => codes[code].hop === hop);
}

function readingFirst(commands: Step['commands']): Step['commands'] {
  return [...commands.filter(each => each.creates === undefined), ...commands.filter(each => each.creates !== undefined)];
}
