import { main } from './main';

const { stdout, stderr, env } = process;
process.exitCode = main(process.argv.slice(2), {
  out: text => void stdout.write(text),
  err: text => void stderr.write(text),
  colour: stdout.isTTY && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb',
});
// A reader such as head may close the pipe early; that is no failure.
stdout.on('error', () => undefined);
