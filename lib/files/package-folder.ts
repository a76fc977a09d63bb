import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the package, seen from `lib/<room>` and from `build/lib/<room>`. */
export const packageFolder = [join(__dirname, '../..'), join(__dirname, '../../..')].find(folder => existsSync(join(folder, 'package.json'))) ?? join(__dirname, '../../..');
