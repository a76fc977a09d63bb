// Loaded before a program that imports `sealane`: it gets the library that the environment names.
const Module = require('node:module');

const find = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  return find.call(this, request === 'sealane' ? process.env.SEALANE_BENCH_LIBRARY : request, ...rest);
};
