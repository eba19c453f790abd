// Keeps the contracts and scenarios of the package, and those of its tests, as JSON in parsed/, as the build does in dist/parsed/:
// every suite loads some of them, and parsing and checking them each time would take most of the time of the tests. Jest calls
// it before the first suite.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { keepParsedFiles } from './parsed-files.mjs';
import { listFiles, listSourceFiles } from './source-files.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

export default async function parseOwnFiles() {
  const own = ['openapi', 'fixtures'].flatMap((name) => listFiles(join(root, name), name));
  const files = [...own, ...listSourceFiles(root)].map((path) => join(root, path));
  keepParsedFiles(await loadReader(), join(root, 'parsed'), files);
}

/** The reader of the package, which is there as TypeScript only until the package is built. */
async function loadReader() {
  // Below the project, where the packages that it needs are found.
  const folder = mkdtempSync(join(root, 'dist-'));
  try {
    const outfile = join(folder, 'source-document.mjs');
    const entry = join(root, 'src/contract/source-document.ts');
    await build({ entryPoints: [entry], outfile, bundle: true, packages: 'external', platform: 'node', format: 'esm' });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
