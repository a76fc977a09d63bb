import { checkCorefile } from '../../corefile/check';
import type { CorefileProblem } from '../../corefile/problem';
import { newestCoreDns } from '../../corefile/table';
import { corefiles, type PlacedCorefile } from '../../dns/corefiles';
import { holderOf, reported } from '../corefile';
import type { Reported, Rule } from '../rule';

/** A Corefile that CoreDNS would not start with. Running pods keep the one before, and new ones do not come up. */
export const corefileRefused: Rule = {
  id: 'dns/corefile-refused',
  codes: ['DNS-01', 'DNS-08', 'DNS-11'],
  severity: 'error',
  reads: 'effective',
  check: view => corefiles(view).flatMap(corefile => corefile.problems.filter(({ severity }) => severity === 'error').map((problem): Reported => reported(corefile, {
    at: problem,
    message: `CoreDNS ${corefile.version} refuses the Corefile of ${holderOf(corefile)}: ${problem.message}`,
    help: problem.help ?? 'correct it: pods that run keep the Corefile before, and new ones do not start',
    ...unlessEveryRelease(corefile, problem),
  }))),
};

/** What every release refuses needs no assumption about the one that runs. */
function unlessEveryRelease({ versionKnown, image, version, reading }: PlacedCorefile, { line, column }: CorefileProblem): Pick<Reported, 'severity' | 'assumption'> {
  if (versionKnown) return {};
  const others = (['1.9.3', newestCoreDns] as const).filter(other => other !== version);
  const everywhere = others.every(other => checkCorefile(reading.text, { image, version: other }).some(problem => problem.severity === 'error' && problem.line === line && problem.column === column));
  return everywhere ? {} : { severity: 'warning', assumption: `CoreDNS is ${version}` };
}
