import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const purity = {
  paths: ['fs', 'fs/promises', 'process', 'path', 'child_process', 'os', 'cdk8s', 'constructs'].map(name => ({ name, message: 'only the shells (lib/cdk8s, lib/pulumi, lib/testing, lib/cli, lib/files) touch the outside' })),
  patterns: [{ group: ['node:*', '@pulumi/*', 'cdk8s-*'], message: 'only the shells (lib/cdk8s, lib/pulumi, lib/testing, lib/cli, lib/files) touch the outside' }],
};

export default defineConfig(
  { ignores: ['build/', 'dist/', 'manifests/', 'coverage/', 'conformance/', 'imports/', 'test/fixtures/', 'test/types/cases/', '**/*.d.ts'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // A name that only carries a type parameter, such as Service<V, N>, is meant.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      'max-lines': ['error', { max: 400 }],
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
      'prefer-const': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['lib/**/*.ts', 'examples/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'export by name' }, { selector: 'ExportAllDeclaration', message: 'name what is exported' }, { selector: 'TSEnumDeclaration', message: 'use a union of string literals' }],
    },
  },
  {
    files: ['lib/**/*.ts'],
    ignores: ['lib/index.ts', 'lib/cdk8s/**', 'lib/pulumi/**', 'lib/testing/**', 'lib/cli/**', 'lib/files/**'],
    rules: { 'no-restricted-imports': ['error', purity], 'no-restricted-globals': ['error', 'process', '__dirname', '__filename', 'require'] },
  },
  // What handles are called is in their types, names of versions and ports included: users let them be inferred.
  { files: ['examples/**/*.ts'], rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' } },
  // Mocks and parts of engines are passed around as plain functions; matchers of jest have type any.
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/unbound-method': 'off', '@typescript-eslint/no-unsafe-assignment': 'off' } },
  {
    files: ['**/*.mjs', '**/*.js', '**/*.cjs'],
    languageOptions: { globals: Object.fromEntries(['process', 'console', 'URL', 'performance', 'setTimeout', 'clearTimeout', 'Buffer', 'structuredClone', 'fetch'].map(name => [name, 'readonly'])) },
    rules: { 'max-lines': ['error', { max: 400 }], eqeqeq: 'error' },
  },
  { files: ['**/*.js', '**/*.cjs'], languageOptions: { sourceType: 'commonjs', globals: { module: 'writable', require: 'readonly', __dirname: 'readonly' } } },
);
