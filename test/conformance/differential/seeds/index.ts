import type { KubernetesObject } from '../../engines/engine';
import { cluster } from './cluster';
import { extensions } from './extensions';
import { network } from './network';
import { workloads } from './workloads';

/** Objects of built-in kinds that the server accepts, by kind. */
export const seeds: Readonly<Record<string, readonly KubernetesObject[]>> = { ...workloads, ...network, ...cluster, ...extensions };
