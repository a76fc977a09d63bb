import { authorization } from './authorization';
import { capture } from './capture';
import type { AreaReader } from './change';
import { dns } from './dns';
import { exposure } from './exposure';
import { mtls } from './mtls';
import { routes } from './routes';
import { traffic } from './traffic';

/** How each area but that of connections reads a state. */
export const readers: readonly AreaReader[] = [exposure, routes, traffic, mtls, authorization, dns, capture];
