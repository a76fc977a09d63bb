import { closeTable } from './engines/table';

/** Runs once, after the last test: prints what every engine was asked. */
module.exports = (): void => {
  const table = closeTable();
  if (table !== '') process.stdout.write(`\n${table}\n`);
};
