// Puts the compiled modules together: Node takes longer to find and read 300 files than to run them.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { listFiles } from './source-files.mjs';

const COMMAND = 'src/cli/main.js';
const MOCK = 'src/index.js';
const CONTRACTS = 'src/recognition/load-lists.js';

/** What users import and run, and what the scripts of this folder do. */
const ENTRIES = [
  MOCK,
  COMMAND,
  'conformance/index.js',
  'conformance/areas/index.js',
  'conformance/diagnosis/index.js',
  'src/contract/load-contracts.js',
  'src/alter/deviations/catalogue.js',
  'src/server/mock.js',
];

/** What a command loads of a mock without the rest. */
const APART = new Set(['src/dataset/scenarios/load-scenario.js']);

/**
 * Bundles the entries and what several of them share; declarations stay as they are.
 *
 * @param {string} folder - of the compiler's output, where the bundles replace the modules
 */
export async function bundle(folder) {
  /** @type {import('esbuild').BuildOptions & { write: false }} */
  const options = {
    entryPoints: ENTRIES.map((path) => ({ in: join(folder, path), out: path.replace(/\.js$/, '') })),
    outdir: folder,
    outbase: folder,
    chunkNames: 'src/chunks/[name]-[hash]',
    absWorkingDir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    write: false,
  };
  const { metafile } = await build({ ...options, metafile: true });
  const companions = findCompanions(metafile.inputs);
  const { outputFiles } = await build({ ...options, plugins: [addCompanions(folder, companions)] });
  for (const path of listFiles(folder).filter((path) => path.endsWith('.js'))) rmSync(join(folder, path));
  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
}

/**
 * esbuild makes a file of the modules that the same entries need, and what is loaded later is such an entry, too: a mock would come
 * in 75 files, most of them with a module or two. So what a mock loads later is said to need all of the mock, which is there by
 * then, and what else is loaded later all that reads contracts.
 *
 * @param {import('esbuild').Metafile['inputs']} modules
 * @returns {ReadonlyMap<string, string>} by what is loaded later, what it is said to need
 */
function findCompanions(modules) {
  const later = Object.values(modules)
    .flatMap(({ imports }) => imports)
    .filter(({ kind, external }) => kind === 'dynamic-import' && external !== true)
    .map(({ path }) => path);
  const atOnce = listNeeded(modules, COMMAND);
  const alone = [...ENTRIES, ...later].filter((path) => !atOnce.has(path) && !APART.has(path) && path !== MOCK);
  return new Map(alone.map((path) => [path, /^src\/(alter|audit|dataset|server)\//.test(path) ? MOCK : CONTRACTS]));
}

/**
 * @param {import('esbuild').Metafile['inputs']} modules
 * @param {string} entry
 * @returns {ReadonlySet<string>} the modules that are loaded with it at once
 */
function listNeeded(modules, entry) {
  const needed = new Set([entry]);
  for (const path of needed) {
    for (const { path: next, kind, external } of modules[path]?.imports ?? [])
      if (kind === 'import-statement' && external !== true) needed.add(next);
  }
  return needed;
}

/**
 * Stands a module in for each entry that has a companion, which needs both: so nothing that the entry is part of changes.
 *
 * @param {string} folder
 * @param {ReadonlyMap<string, string>} companions
 * @returns {import('esbuild').Plugin}
 */
function addCompanions(folder, companions) {
  const namespace = 'entry';
  return {
    name: 'companions',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\.js$/ }, ({ path, kind, resolveDir }) => {
        const file = resolve(resolveDir, path);
        const isEntry = kind === 'entry-point' || kind === 'dynamic-import';
        return isEntry && companions.has(moduleOf(file)) ? { path: file, namespace } : undefined;
      });
      onLoad({ filter: /./, namespace }, ({ path }) => {
        const companion = join(folder, companions.get(moduleOf(path)) ?? path);
        const contents = `export * from ${JSON.stringify(path)};\nimport ${JSON.stringify(companion)};\n`;
        return { contents, resolveDir: folder };
      });
    },
  };

  /** @param {string} file */
  function moduleOf(file) {
    return relative(folder, file).replaceAll('\\', '/');
  }
}
