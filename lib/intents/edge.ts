import type { EdgeSubject } from './subjects';

/** One connection is meant to work. Written as policy only where something is closed. */
export interface EdgeIntent {
  readonly kind: 'edge';
  readonly edge: EdgeSubject;
}
