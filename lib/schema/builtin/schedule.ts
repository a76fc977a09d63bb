import { refuse, type Place } from './place';

// Cron expressions of five fields, or a word. Source: the grammar of github.com/robfig/cron v3, ParseStandard, which Kubernetes uses.

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const words = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];

interface CronField { readonly what: string; readonly least: number; readonly most: number; readonly names: readonly string[] }

const fields: readonly CronField[] = [
  { what: 'minute', least: 0, most: 59, names: [] }, { what: 'hour', least: 0, most: 23, names: [] }, { what: 'day of the month', least: 1, most: 31, names: [] },
  { what: 'month', least: 1, most: 12, names: months }, { what: 'day of the week', least: 0, most: 6, names: days },
];

/** What is wrong with a schedule, or `undefined`. */
export function scheduleProblem(schedule: string): string | undefined {
  if (schedule.includes('TZ')) return 'must not name a time zone, "timeZone" does';
  if (schedule.startsWith('@')) {
    if (words.includes(schedule)) return undefined;
    const every = /^@every (.+)$/.exec(schedule)?.[1];
    return every !== undefined && /^[-+]?(0|((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/.test(every) ? undefined : `is not one of ${words.map(word => `"${word}"`).join(', ')}, or "@every" and a duration`;
  }
  const given = schedule.split(/\s+/).filter(part => part !== '');
  if (given.length !== 5) return `has ${given.length} fields, 5 are needed: minute, hour, day of the month, month, day of the week`;
  for (const [i, field] of fields.entries()) {
    const wrong = (given[i] ?? '').split(',').filter(part => part !== '').map(part => rangeProblem(part, field)).find(one => one !== undefined);
    if (wrong !== undefined) return `has a ${field.what} that ${wrong}`;
  }
  return undefined;
}

function rangeProblem(part: string, field: CronField): string | undefined {
  const [range = '', stepText, ...moreSteps] = part.split('/');
  const [lowText = '', highText, ...moreRanges] = range.split('-');
  if (moreSteps.length > 0 || moreRanges.length > 0 && lowText !== '*' && lowText !== '?') return `is not a range: "${part}"`;
  const any = lowText === '*' || lowText === '?';
  const low = any ? field.least : numberOf(lowText, field.names);
  const step = stepText === undefined ? 1 : numberOf(stepText, []);
  const high = any ? field.most : highText !== undefined ? numberOf(highText, field.names) : stepText === undefined ? low : field.most;
  if (low === undefined || high === undefined || step === undefined) return `is not a number: "${part}"`;
  if (low < field.least || high > field.most) return `is not from ${field.least} to ${field.most}: "${part}"`;
  if (low > high) return `ends before it begins: "${part}"`;
  return step === 0 ? `has a step of 0: "${part}"` : undefined;
}

function numberOf(text: string, names: readonly string[]): number | undefined {
  const name = names.indexOf(text.toLowerCase());
  if (name >= 0) return names === months ? name + 1 : name;
  return /^\+?\d+$/.test(text) ? Number(text) : undefined;
}

/** A time zone by its name in the IANA database. */
export function timeZone(spec: Place, key: string): void {
  const zone = spec.value[key];
  if (typeof zone !== 'string') return;
  const parts = zone.split('/');
  const spelled = parts.every(part => /^[A-Za-z.\-_0-9+]{1,14}$/.test(part) && part !== '.' && part !== '..' && !part.startsWith('-'));
  if (zone.toLowerCase() === 'local') refuse(spec, key, 'invalid', `"${zone}" must be a time zone of the IANA database`);
  else if (!spelled || !isZone(zone)) refuse(spec, key, 'invalid', `"${zone}" is not a time zone of the IANA database`, 'write it as in "Europe/Berlin"');
}

function isZone(zone: string): boolean {
  if (/^[-+\d]/.test(zone)) return false;
  try {
    const known = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
    // The server reads names as they are written; an alias resolves to another name and is let pass.
    return known === zone || known.toLowerCase() !== zone.toLowerCase();
  } catch {
    return false;
  }
}
