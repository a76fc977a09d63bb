import { openTable } from './engines/table';

/** Runs once, before the test processes. */
module.exports = (): void => {
  openTable();
};
