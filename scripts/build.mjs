// Compiles src/ and conformance/ into dist/, and bundles what is imported from there: Node takes longer to find and read 300
// modules than to run them. What is there is replaced file by file, and only where it differs, so that processes that run
// from dist/, and other builds at the same time, never meet a half of it. What such a process loads later has the name of its
// own build, and stays for a day. --clean removes that as well, for the package.
import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildConsole } from './build-console.mjs';
import { bundle } from './bundle.mjs';
import { keepParsedFiles } from './parsed-files.mjs';
import { listFiles, listSourceFiles } from './source-files.mjs';

/** Source files that the package does not need; of the TypeScript files it gets what the compiler makes of them. */
const NOT_SHIPPED = /\.(ts|md|snap)$|\/(testing|__snapshots__)\/|\/collection\.yaml$/;

/** What is named by its content, so that another build has other names. */
const CHUNKS = 'src/chunks/';
const CHUNK_LIFETIME_MS = 24 * 60 * 60 * 1000;

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Brings `dist/` up to date.
 *
 * @param {object} [options]
 * @param {boolean} [options.isClean] - whether nothing of earlier builds stays
 * @throws {Error} the compiler found mistakes, which it has printed; `dist/` is then as it was
 */
export async function build({ isClean = false } = {}) {
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
    replaceOutput(fresh, join(root, 'dist'), isClean);
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
 * Moves what is new or different in one folder to another, and removes what the first lacks, but for chunks of builds of the last day.
 *
 * @param {string} from
 * @param {string} to
 * @param {boolean} isClean - whether these are removed, too
 */
export function replaceOutput(from, to, isClean) {
  mkdirSync(to, { recursive: true });
  const wanted = new Set(listFiles(from));
  for (const path of wanted) {
    const target = join(to, path);
    if (existsSync(target) && readFileSync(target).equals(readFileSync(join(from, path)))) continue;
    mkdirSync(dirname(target), { recursive: true });
    renameSync(join(from, path), target);
  }
  const oldest = Date.now() - CHUNK_LIFETIME_MS;
  const isInUse = (/** @type {string} */ path) =>
    path.startsWith(CHUNKS) && (statSync(join(to, path), { throwIfNoEntry: false })?.mtimeMs ?? 0) > oldest;
  for (const path of listFiles(to).filter((path) => !wanted.has(path) && (isClean || !isInUse(path)))) {
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
  await build({ isClean: process.argv.includes('--clean') }).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
