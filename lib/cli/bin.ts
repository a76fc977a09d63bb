#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { main } from './main';

// A check runs hundreds of rules once each. What V8 spends on optimising them it never gets back: with its own patience a check takes half as much processor time again. The flag is
// known to V8 11 to 13 (Node 20 to 24); where it is not, nothing is set, because V8 says so on standard error.
if (/^1[123]\./.test(process.versions.v8)) setFlagsFromString('--interrupt-budget=700000');

const { stdout, stderr, env } = process;
process.exitCode = main(process.argv.slice(2), {
  out: text => void stdout.write(text),
  err: text => void stderr.write(text),
  colour: stdout.isTTY && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb',
});
// A reader such as head may close the pipe early; that is no failure.
stdout.on('error', () => undefined);
