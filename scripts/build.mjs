// Compiles src/ and conformance/ into dist/, and bundles what is imported from there: Node takes longer to find and read 300
// modules than to run them. What is there is replaced file by file, and only where it differs, so that processes that run
// from dist/, and other builds at the same time, never meet a half of it.
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildConsole } from './build-console.mjs';
import { bundle } from './bundle.mjs';
import { keepParsedFiles } from './parsed-files.mjs';
import { listFiles, listSourceFiles } from './source-files.mjs';

/** Source files that the package does not need; of the TypeScript files it gets what the compiler makes of them. */
const NOT_SHIPPED = /\.(ts|md|snap)$|\/(testing|__snapshots__)\/|\/collection\.yaml$/;

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Brings `dist/` up to date.
 *
 * @throws {Error} the compiler found mistakes, which it has printed; `dist/` is then as it was
 */
export async function build() {
  // Beside dist/, as files can be renamed within a file system only.
  const fresh = mkdtempSync(join(root, 'dist-'));
  try {
    await compile(fresh);
    for (const path of listSourceFiles(root).filter(
      (path) => !NOT_SHIPPED.test(path) && !path.startsWith('console/'),
    )) {
      mkdirSync(dirname(join(fresh, path)), { recursive: true });
      copyFileSync(join(root, path), join(fresh, path));
    }
    await parseOwnFiles(fresh);
    await bundle(fresh);
    await buildConsole(root, join(fresh, 'console'));
    replace(fresh, join(root, 'dist'));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** @param {string} folder - for the output */
async function compile(folder) {
  const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
  const options = ['-p', 'tsconfig.build.json', '--outDir', folder];
  const child = spawn(process.execPath, [compiler, ...options], { cwd: root, stdio: 'inherit' });
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('exit', resolve));
  if (code !== 0) throw new Error(`tsc exited with code ${code}`);
}

/**
 * Keeps the package's own contracts and scenarios as JSON, once they are found to be without mistakes: a mock then starts without
 * the parser of YAML and the check of the vocabulary.
 *
 * @param {string} folder - of the output
 */
async function parseOwnFiles(folder) {
  /** @param {string} path */
  const load = (path) => import(pathToFileURL(join(folder, 'src', path)).href);
  const { builtInContracts, loadContracts } = await load('contract/load-contracts.js');
  const { listScenarios, loadScenario } = await load('dataset/scenarios/load-scenario.js');
  for (const contract of builtInContracts().flatMap((/** @type {string} */ id) => loadContracts(id))) {
    for (const { name } of listScenarios(contract)) loadScenario({ contract, name });
  }
  const files = ['openapi', 'fixtures'].flatMap((name) =>
    listFiles(join(root, name)).map((path) => join(root, name, path)),
  );
  keepParsedFiles(await load('contract/source-document.js'), join(folder, 'parsed'), files);
}

/**
 * Moves what is new or different in one folder to another, and removes what the first lacks.
 *
 * @param {string} from
 * @param {string} to
 */
function replace(from, to) {
  mkdirSync(to, { recursive: true });
  const wanted = new Set(listFiles(from));
  for (const path of wanted) {
    const target = join(to, path);
    if (existsSync(target) && readFileSync(target).equals(readFileSync(join(from, path)))) continue;
    mkdirSync(dirname(target), { recursive: true });
    renameSync(join(from, path), target);
  }
  for (const path of listFiles(to).filter((path) => !wanted.has(path))) {
    rmSync(join(to, path), { force: true });
    removeEmptyFolders(dirname(join(to, path)));
  }
}

/** @param {string} folder - and those that it lies in */
function removeEmptyFolders(folder) {
  try {
    rmdirSync(folder);
    removeEmptyFolders(dirname(folder));
  } catch {
    // Something is left in it, or another build was first.
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
