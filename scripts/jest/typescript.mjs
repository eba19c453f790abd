import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

/** What this Node runs: it lacks `using`. The source map is within the result, and leads to the file as it is. */
const OPTIONS = /** @type {const} */ ({
  target: 'node20',
  format: 'esm',
  sourcemap: 'inline',
  sourcesContent: false,
  tsconfigRaw: '{}',
});
const root = fileURLToPath(new URL('../..', import.meta.url));
/** JavaScript of files as they are, by the hash of what it is made of. */
const folder = join(root, 'node_modules/.cache/pagewright-tests');

/**
 * Makes JavaScript out of TypeScript.
 *
 * @param {string} text
 * @param {string} path - absolute
 */
async function toJavaScript(text, path) {
  const { code } = await transform(text, { ...OPTIONS, loader: 'ts', sourcefile: path });
  return code;
}

/**
 * Makes JavaScript out of many files at once, which takes a fifth of the time of one after the other, and only once for all workers.
 *
 * @param {readonly string[]} paths - absolute
 */
export async function keepJavaScript(paths) {
  mkdirSync(folder, { recursive: true });
  const names = new Map(paths.map((path) => [path, nameOf(readFileSync(path, 'utf8'), path)]));
  const missing = paths.filter((path) => !existsSync(join(folder, names.get(path) ?? '')));
  const { outputFiles } = await build({ ...OPTIONS, entryPoints: missing, outdir: root, outbase: root, write: false });
  for (const { path, contents } of outputFiles) {
    const fresh = join(folder, `${process.pid}.tmp`);
    writeFileSync(fresh, contents);
    renameSync(fresh, join(folder, names.get(path.replace(/\.js$/, '.ts')) ?? ''));
  }
  const kept = new Set(names.values());
  for (const name of readdirSync(folder)) if (!kept.has(name)) rmSync(join(folder, name), { force: true });
}

/**
 * Reads a file as JavaScript: what is kept of it, or else what is made of it now.
 *
 * @param {string} path - absolute
 */
export async function readJavaScript(path) {
  const text = readFileSync(path, 'utf8');
  const kept = join(folder, nameOf(text, path));
  return existsSync(kept) ? readFileSync(kept, 'utf8') : await toJavaScript(text, path);
}

/**
 * @param {string} text
 * @param {string} path
 */
function nameOf(text, path) {
  return createHash('sha256')
    .update(`${basename(path)}\n${text}`)
    .digest('hex');
}
