import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import { checkCorefile } from '../corefile/check';
import type { CorefileProblem } from '../corefile/problem';
import { readCorefile, type CorefileReading } from '../corefile/reading';
import { newestCoreDns, type CorefileImage } from '../corefile/table';
import { isObject } from '../model/json';
import { fieldAt } from '../model/object';
import type { Version } from '../model/version';
import { imageOf, releaseOf, workloadsWith } from './servers';

/** A Corefile, or a part of one, in a ConfigMap. */
export interface PlacedCorefile {
  readonly object: ClusterObject;
  /** Its key in `data`. */
  readonly key: string;
  /**
   * `whole`: all that CoreDNS reads, but for what it imports. `blocks`: server blocks beside those of the platform. `root`: lines for the root block of the platform, which is not
   * in the input.
   */
  readonly part: 'whole' | 'blocks' | 'root';
  readonly image: CorefileImage;
  readonly version: Version;
  /** Whether somebody said the release, or the image of the pods does. */
  readonly versionKnown: boolean;
  /** Workloads whose pods read it. */
  readonly workloads: readonly Workload[];
  readonly reading: CorefileReading;
  /** What CoreDNS would refuse, and what the text does not settle. */
  readonly problems: readonly CorefileProblem[];
  /** Lines that stand before the text in what was read. */
  readonly linesBefore: number;
}

/** Corefiles of the ConfigMaps of the input, those of NodeLocal DNSCache and of platforms that take additions among them. */
export const corefiles = oncePerWorld((world: World): readonly PlacedCorefile[] => world.cluster.of('', 'ConfigMap').flatMap(object => textsOf(object).map(text => placed(world, object, text))));

interface CorefileText extends Pick<PlacedCorefile, 'key' | 'part'> {
  readonly text: string;
}

/** Texts that are Corefiles: key `Corefile` of any ConfigMap, and the keys of `coredns-custom` by their endings. */
function textsOf({ effective, reference: { name } }: ClusterObject): readonly CorefileText[] {
  const data = fieldAt(effective, 'data');
  if (!isObject(data)) return [];
  const texts = Object.entries(data).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  if (name !== 'coredns-custom') return texts.filter(([key]) => key === 'Corefile').map(([key, text]) => ({ key, part: 'whole', text }));
  return texts.flatMap(([key, text]): readonly CorefileText[] => (key.endsWith('.server') ? [{ key, part: 'blocks', text }] : key.endsWith('.override') ? [{ key, part: 'root', text }] : []));
}

function placed(world: World, object: ClusterObject, { key, part, text }: CorefileText): PlacedCorefile {
  const workloads = workloadsWith(world, object);
  const image = imageOf(object, workloads, text);
  const said = image === 'coredns' ? releaseOf(workloads) : undefined;
  const { platform: { dns }, known } = world.facts;
  const version = said ?? (image === 'node-cache' ? newestCoreDns : dns.version);
  const read = part === 'root' ? `. {\n${text}\n}\n` : text;
  return {
    object,
    key,
    part,
    image,
    version,
    versionKnown: said !== undefined || (image === 'coredns' && known.has('dns')),
    workloads,
    reading: readCorefile(read, { version }),
    problems: checkCorefile(read, { image, version }),
    linesBefore: part === 'root' ? 1 : 0,
  };
}

/** Whether CoreDNS would refuse it. */
export function isRefused({ problems }: PlacedCorefile): boolean {
  return problems.some(({ severity }) => severity === 'error');
}
