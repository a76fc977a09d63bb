import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import * as cdk8s from '../../lib';
import * as pulumi from '../../lib/pulumi';
import { capabilities } from '../../lib/platform/capabilities';

const root = join(__dirname, '../..');
const patterns = readdirSync(join(root, 'lib/patterns'), { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(({ name }) => name);

/** `mutual-tls` is `mutualTls` as a function, and `MutualTls` as construct and component. */
const functionName = (pattern: string): string => pattern.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
const className = (pattern: string): string => `${functionName(pattern).charAt(0).toUpperCase()}${functionName(pattern).slice(1)}`;

describe.each(patterns)('pattern %s', pattern => {
  test('is a function, a cdk8s construct and a Pulumi component', () => {
    expect(cdk8s).toHaveProperty(functionName(pattern), expect.any(Function));
    expect(cdk8s).toHaveProperty(className(pattern), expect.any(Function));
    expect(pulumi).toHaveProperty(functionName(pattern), expect.any(Function));
    expect(pulumi).toHaveProperty(className(pattern), expect.any(Function));
  });

  test('has a row in the capability table', () => {
    expect(Object.keys(capabilities)).toContain(pattern);
  });

  test('has tests, and a page that says the problem, the code, the YAML, what it does not do and how to verify', () => {
    expect(existsSync(join(root, 'test/patterns', pattern))).toBe(true);
    const page = readFileSync(join(root, 'docs/patterns', `${pattern}.md`), 'utf8');
    const sections = page.split('\n').filter(line => line.startsWith('## '));
    expect(sections).toEqual(expect.arrayContaining(['## The problem', '## The code', '## What it does not do', '## How to verify']));
  });
});

test('every pattern of the capability table that is built somewhere has a folder', () => {
  const built = Object.entries(capabilities).filter(([feature, row]) => !feature.includes('.') && Object.values(row).some(({ verdict }) => verdict === 'exact' || verdict === 'lossy'));
  expect(built.map(([feature]) => feature).sort()).toEqual([...patterns].sort());
});

test('docs/systems.md is what the capability table says, and docs/runbooks what the alerts say', () => {
  expect(() => execFileSync(process.execPath, [join(root, 'scripts/render-docs.mjs'), '--check'], { stdio: 'pipe' })).not.toThrow();
});
