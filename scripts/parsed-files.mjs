import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Keeps YAML files as JSON, under the names by which the package looks for them, and removes what was kept of others.
 *
 * @param {{ parsedFileName: (text: string) => string, readSourceDocument: (file: string) => { value: unknown } }} reader - the
 *   module `src/contract/source-document.ts`, however it was compiled
 * @param {string} folder - where to; it is made
 * @param {readonly string[]} files
 */
export function keepParsedFiles({ parsedFileName, readSourceDocument }, folder, files) {
  mkdirSync(folder, { recursive: true });
  const kept = new Set();
  for (const file of files.filter((path) => path.endsWith('.yaml'))) {
    const name = parsedFileName(readFileSync(file, 'utf8'));
    kept.add(name);
    if (existsSync(join(folder, name))) continue;
    const fresh = join(folder, `${process.pid}.tmp`);
    writeFileSync(fresh, JSON.stringify(readSourceDocument(file).value));
    renameSync(fresh, join(folder, name));
  }
  for (const name of readdirSync(folder)) if (!kept.has(name)) rmSync(join(folder, name), { force: true });
}
