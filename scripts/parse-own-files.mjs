// Keeps the contracts and scenarios of the package as JSON in parsed/, as the build does in dist/parsed/: every suite loads some of
// them, and parsing and checking them each time would take most of the time of the tests. Jest calls it before the first suite.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}parsed`;

export default function parseOwnFiles() {
  mkdirSync(folder, { recursive: true });
  const names = new Set();
  for (const path of ['openapi', 'fixtures'].flatMap(listYaml)) {
    const text = readFileSync(path, 'utf8');
    // As source-document.ts names them.
    const name = `${createHash('sha256').update(text).digest('hex').slice(0, 32)}.json`;
    names.add(name);
    if (existsSync(`${folder}/${name}`)) continue;
    const fresh = `${folder}/${process.pid}.tmp`;
    writeFileSync(fresh, JSON.stringify(parse(text, { maxAliasCount: 1000 })));
    renameSync(fresh, `${folder}/${name}`);
  }
  for (const name of readdirSync(folder)) if (!names.has(name)) rmSync(`${folder}/${name}`, { force: true });
}

/** @param {string} name - of a folder */
function listYaml(name) {
  return readdirSync(root + name, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => `${root}${name}/${path}`);
}
