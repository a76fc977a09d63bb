import { program } from './program';

const { network } = program();

/** What the check found, once every address is known. */
export const findings = network.settled.apply(report => report.findings.length);
