#!/usr/bin/env node
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { cacheFolder, runWithCodeCache } from './code-cache';

// A check runs hundreds of rules once each. What V8 spends on optimising them it never gets back: with its own patience a check takes half as much processor time again. The flag is
// known to V8 11 to 13 (Node 20 to 24); where it is not, nothing is set, because V8 says so on standard error.
if (/^1[123]\./.test(process.versions.v8)) setFlagsFromString('--interrupt-budget=700000');

// A command compiles much the same each time, and other functions than another command.
const command = process.argv.slice(2).find(word => /^[a-z]+$/.test(word)) ?? '';
const cached = ['check', 'connections', 'query', 'diff', 'corefile', 'facts'].includes(command) ? command : 'start';
runWithCodeCache(join(__dirname, 'program.bundle.js'), cacheFolder(process.env), cached);
