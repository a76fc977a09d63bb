import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'cdk8s';
import { loadAll } from 'js-yaml';
import * as typescript from 'typescript';
import * as sealane from '../../lib';
import * as scenes from './scene';
import { blocksOf, candidates, root, shownBy, type Block, type Shown } from './page';

// What pages of patterns show is code that compiles and runs, and YAML that comes out of it.

type SceneName = 'mesh' | 'enrolled' | 'locked' | 'fleet' | 'addressed' | 'ingressController';

/** Where the blocks of a page run, in order, and what the names in them are. A name is only taken from the scene where a block uses it. */
interface Setting {
  readonly scenes: readonly SceneName[];
  readonly names?: Readonly<Record<string, string>>;
}

const settings: Readonly<Record<string, Setting>> = {
  'canary': { scenes: ['enrolled'] },
  'cluster-dns': { scenes: ['mesh', 'addressed', 'mesh'] },
  'default-deny': { scenes: ['mesh'], names: { web: 's.webService', webPods: 's.web' } },
  'exposure': { scenes: ['enrolled', 'ingressController'], names: { web: 's.webService' } },
  'external-service': { scenes: ['enrolled', 'enrolled', 'enrolled'], names: { payments: "s.net.external({ name: 'payments', namespace: s.shop, hosts: ['api.payments.example'], ports: { https: { port: 443 } }, cidrs: ['203.0.113.0/24'] })" } },
  'host-network': { scenes: ['mesh'] },
  'locality': { scenes: ['enrolled'] },
  'mesh-bypass': { scenes: ['enrolled'] },
  'multi-cluster-service': { scenes: ['mesh', 'fleet', 'fleet', 'fleet'] },
  'mutual-tls': { scenes: ['mesh', 'mesh'] },
  'network-monitoring': { scenes: ['mesh', 'mesh'] },
  'pinned-cpu': { scenes: ['enrolled'] },
  'scrape': { scenes: ['enrolled'], names: { web: 's.webService' } },
  'webhook': { scenes: ['locked'] },
};

const names: Readonly<Record<string, string>> = {
  chart: 's.chart',
  net: 's.net',
  shop: 's.shop',
  ns: 's.shop',
  web: 's.web',
  reviews: 's.reviews',
  cart: "s.service('cart')",
  search: "s.service('search')",
  ratings: "s.service('ratings')",
  database: 's.database',
  db: 's.databaseService',
  dbService: 's.databaseService',
  agent: 's.agent()',
  engine: 's.engine()',
  validator: 's.validator()',
  gateway: 's.gateway()',
};

const exported = Object.keys(sealane).filter(name => /^[A-Za-z]\w*$/.test(name));

/** A function that runs a block in its scene and returns the App. Names that the block declares itself are its own. */
function source({ text }: Block, name: SceneName, own: Setting['names']): string {
  const known = { ...names, ...own };
  // A database is closed by its pods' own name in one page, and by its Service's in another.
  const pods = /\bdb\.calls\(/.test(text) ? { ...known, db: 's.database' } : known;
  const used = Object.entries(pods).filter(([key]) => new RegExp(`(?<![.'\\w/-])${key}\\b(?!:)`).test(text.replaceAll(/\/\/.*$/gm, '').replaceAll(/'[^']*'/g, "''")) && !new RegExp(`const ${key} =`).test(text));
  const imports = exported.filter(each => new RegExp(`\\b${each}\\b`).test(text));
  return [
    `import { ${imports.join(', ')} } from 'sealane';`,
    `import { ${name} } from './scene';`,
    'export function run() {',
    `  const s = ${name}();`,
    ...(name === 'fleet' && !text.includes("'istio-system'") ? ["  s.net.namespace('istio-system');"] : []),
    ...used.map(([key, value]) => `  const ${key} = ${value};`),
    `  {\n${text}\n  }`,
    '  return s.app;',
    '}',
  ].join('\n');
}

const pages = readdirSync(join(root, 'docs/patterns')).map(file => file.replace(/\.md$/, ''));
const programs = pages.flatMap(page => {
  const code = blocksOf(`docs/patterns/${page}.md`).filter(({ info }) => info === 'ts');
  return code.map((block, i) => ({ page, file: join(__dirname, `page-${page}-${i}.ts`), text: source(block, settings[page]?.scenes[i] ?? 'mesh', settings[page]?.names) }));
});

test('every page says where its code runs, block by block', () => {
  expect(Object.keys(settings).sort()).toEqual([...pages].sort());
  for (const page of pages) expect([page, programs.filter(program => program.page === page).length]).toEqual([page, settings[page]?.scenes.length]);
});

test('the code of all pages compiles', () => {
  const virtual = new Map(programs.map(({ file, text }) => [file, text]));
  const options: typescript.CompilerOptions = {
    target: typescript.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    module: typescript.ModuleKind.CommonJS,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    paths: { sealane: [join(root, 'build/lib/index.d.ts')] },
  };
  const host = typescript.createCompilerHost(options);
  const program = typescript.createProgram([...virtual.keys()], options, {
    ...host,
    fileExists: file => virtual.has(file) || host.fileExists(file),
    readFile: file => virtual.get(file) ?? host.readFile(file),
    getSourceFile: (file, ...rest) => (virtual.has(file) ? typescript.createSourceFile(file, virtual.get(file) ?? '', typescript.ScriptTarget.ES2022) : host.getSourceFile(file, ...rest)),
  });
  const complaints = typescript.getPreEmitDiagnostics(program).map(({ file, messageText }) => `${file?.fileName.split('/').at(-1) ?? ''}: ${typescript.flattenDiagnosticMessageText(messageText, '\n')}`);
  expect(complaints).toEqual([]);
}, 120_000);

/** What a block writes, synthesised with its scene. */
function run(text: string): readonly Shown[] {
  const code = typescript.transpileModule(text, { compilerOptions: { module: typescript.ModuleKind.CommonJS, target: typescript.ScriptTarget.ES2022 } }).outputText;
  const exports: { run?: () => App } = {};
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the code is that of our own pages
  (new Function('exports', 'require', code) as (exports: object, require: (name: string) => unknown) => void)(exports, name => (name === 'sealane' ? sealane : scenes));
  return loadAll(exports.run?.().synthYaml() as string) as Shown[];
}

describe.each(pages)('%s', page => {
  const written: Shown[] = [];
  let stderr: jest.SpyInstance;
  beforeAll(() => {
    // Warnings of a scene are about what stands around the code, which a page leaves out.
    stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterAll(() => stderr.mockRestore());

  test('the code runs, and its synth has no errors', () => {
    for (const program of programs.filter(each => each.page === page)) written.push(...run(program.text));
    expect(written.length).toBeGreaterThan(5);
  });

  test('the YAML is what comes out', () => {
    for (const block of blocksOf(`docs/patterns/${page}.md`).filter(({ info }) => info.startsWith('yaml'))) {
      expect(block.info).toBe('yaml output');
      for (const shown of shownBy(block)) {
        const [only, ...others] = candidates(shown, written);
        if (others.length === 0) expect(only).toMatchObject(shown);
        else expect([shown, [only, ...others].some(object => covers(object, shown))]).toEqual([shown, true]);
      }
    }
  });
});

/** Whether an object has everything that is shown of it; lists as they are. */
function covers(object: Shown | undefined, shown: Shown): boolean {
  try {
    expect(object).toMatchObject(shown);
    return true;
  } catch {
    return false;
  }
}
