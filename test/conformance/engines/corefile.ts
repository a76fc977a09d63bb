import type { Engine } from './engine';
import { LineProcess } from './line-process';
import { pathOf } from './parts';
import { Tally } from './table';

export interface CorefileVerdict {
  readonly accepted: boolean;
  /** What CoreDNS would print before it gives up. Line numbers are those of the text that was asked about. */
  readonly message?: string;
}

/** CoreDNS's own parser and the set-up of its plugins, up to the point where it would listen. */
export function startCorefile(purpose: string): Engine<string, CorefileVerdict> {
  const process = new LineProcess('corefile', pathOf('corefile'));
  const tally = new Tally('corefile', purpose);
  return {
    ask: corefile => tally.measure(async () => await process.ask({ corefile }) as CorefileVerdict, answer => ({ objects: 1, refused: answer.accepted ? 0 : 1 })),
    stop: async () => { tally.close(); await process.stop(); },
  };
}
