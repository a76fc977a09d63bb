import { capture } from './capture';
import type { AreaReader } from './change';
import { mtls } from './mtls';
import { routes } from './routes';
import { traffic } from './traffic';

/** How each area but that of connections reads a state. */
export const readers: readonly AreaReader[] = [routes, traffic, mtls, capture];
