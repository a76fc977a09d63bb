// `npm run bench`, or `npm run bench -- checking` for one part. Gates are ratios of one run and generous absolute bounds; seconds are reported.
import { answering } from './answering.mjs';
import { checking } from './checking.mjs';
import { corefiles } from './corefiles.mjs';
import { explaining } from './explaining.mjs';
import { making } from './making.mjs';
import { finish } from './measure.mjs';
import { reaching } from './reaching.mjs';

const parts = { making, checking, answering, corefiles, reaching, explaining };
const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => !Object.hasOwn(parts, name));
if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(', ')}, only ${Object.keys(parts).join(', ')}`);
for (const name of wanted.length > 0 ? wanted : Object.keys(parts)) await parts[name]();
process.exitCode = finish() ? 0 : 1;
