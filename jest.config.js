/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/catalogue.js',
  testEnvironmentOptions: { globalsCleanup: 'off' },
  roots: ['<rootDir>/test'],
  testPathIgnorePatterns: ['/node_modules/', '/test/fixtures/', '/test/conformance/'],
  testMatch: ['**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/test/fixtures/'],
  moduleNameMapper: { '^sealane$': '<rootDir>/lib/index.ts', '^sealane/pulumi$': '<rootDir>/lib/pulumi/index.ts' },
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }],
  },
};
