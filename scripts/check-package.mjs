// The installed package as a user meets it: the command serves every list that it says it serves, and the declarations
// compile with full checking, which finds types that the package mentions and does not bring.
// Usage: node check-package.mjs <folder in which pagewright is installed>
import { deepStrictEqual, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { startCommand } from './child-processes.mjs';

/** All parts of the console together, gzipped, in bytes. */
const MAX_CONSOLE = 400_000;
/** Files of the package that an import reads; see decisions/0023-a-bundled-build.md. */
const MAX_FILES = 30;
/** What a mock of one contract never needs, and takes long to load. */
const LATE = /node_modules\/(?:@stoplight|ajv|express|re2js|supertest|yaml)\//;
const KEYS = ['headers', 'id', 'method', 'rows', 'scenario', 'style', 'url'];

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node check-package.mjs <folder>');
await checkServing(folder);
checkConsoleSize(folder);
checkImport(folder);
checkTypes(folder);
checkMatchers(folder);

/** @param {string} cwd */
async function checkServing(cwd) {
  const shipped = readdirSync(join(cwd, 'node_modules/pagewright/openapi')).flatMap((name) => {
    return name.endsWith('.yaml') ? [name.slice(0, -'.yaml'.length)] : [];
  });
  const server = await startCommand('exec node_modules/.bin/pagewright serve -p 0', { cwd, until: 'curl' });
  try {
    const base = /http:\/\/[\w.]+:\d+/.exec(server.output())?.[0] ?? '';
    const contracts = await (await fetch(`${base}/__admin/contracts`)).json();
    ok(Array.isArray(contracts), `/__admin/contracts gave ${JSON.stringify(contracts)}, not an array`);
    deepStrictEqual(contracts.map(({ id }) => id).sort(), shipped.sort(), 'the contracts served are not those shipped');
    for (const contract of contracts) await checkList(contract, base);
  } finally {
    await server.stop();
  }
}

/**
 * @param {{ id: string, method: string, url: string, headers: Record<string, string>, rows: number }} contract
 * @param {string} base
 */
async function checkList(contract, base) {
  for (const key of KEYS) ok(key in contract, `${contract.id}: /__admin/contracts does not give "${key}"`);
  const { id, method, url, headers, rows } = contract;
  const response = await fetch(new URL(url, base), { method, headers });
  const text = await response.text();
  ok(response.ok, `${id}: ${method} ${url} gave ${response.status}\n${text}`);
  ok(text.startsWith('{') || text.startsWith('['), `${id}: ${method} ${url} gave no JSON:\n${text.slice(0, 200)}`);
  JSON.parse(text);
  console.log(`${id}: ${method} ${url} -> ${response.status}, ${text.length} bytes, ${rows} rows behind it`);
}

/** @param {string} cwd */
function checkConsoleSize(cwd) {
  const folder = join(cwd, 'node_modules/pagewright/dist/console');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name }) => {
    return sum + gzipSync(readFileSync(join(parentPath, name)), { level: 9 }).length;
  }, 0);
  const said = `the console is ${Math.round(bytes / 1000)} kB gzipped, of ${MAX_CONSOLE / 1000} at most`;
  ok(files.length > 5 && bytes <= MAX_CONSOLE, said);
  console.log(said);
}

/** @param {string} cwd */
function checkImport(cwd) {
  const files = new Set([join(cwd, 'node_modules/pagewright/dist/src/index.js')]);
  for (const file of files) {
    const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b[^;]*?"(\.[^"]+)";$/gm);
    for (const [, path = ''] of imports) files.add(join(dirname(file), path));
  }
  ok(files.size > 1 && files.size <= MAX_FILES, `an import reads ${files.size} files, of ${MAX_FILES} at most`);
  const script = `
    import { createRequire } from 'node:module';
    import { createMock } from 'pagewright';
    await (await createMock({ contract: 'pyng', listen: false })).close();
    console.log(JSON.stringify(Object.keys(createRequire(import.meta.url).cache)));`;
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd, encoding: 'utf8' });
  ok(child.status === 0, child.stderr);
  const late = JSON.parse(child.stdout).filter((/** @type {string} */ path) => LATE.test(path));
  deepStrictEqual(late, [], 'a mock loads what it does not need');
  console.log(`an import reads ${files.size} files, of ${MAX_FILES} at most`);
}

/** @param {string} cwd */
function checkTypes(cwd) {
  const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));
  const options = ['--noEmit', '--strict', '--target', 'es2023', '--module', 'nodenext', '--pretty', 'false'];
  const nodeTypes = ['--types', 'node', '--typeRoots', join(modules, '@types')];
  const compiler = join(modules, 'typescript/bin/tsc');
  const { stdout, stderr, status } = spawnSync(process.execPath, [compiler, ...options, ...nodeTypes, 'types.ts'], {
    cwd,
    encoding: 'utf8',
  });
  // The declarations of other packages are not ours to mend.
  const ours = stdout.split('\n').filter((line) => /^(types\.ts|node_modules\/pagewright\/|error )/.test(line));
  for (const line of ours) console.error(line);
  if (status === null || stderr !== '') console.error(stderr);
  if (ours.length > 0 || stderr !== '' || status === null) process.exitCode = 1;
}

/**
 * Compiles what users of Jest and Vitest write, which the package does not depend on.
 *
 * @param {string} cwd
 */
function checkMatchers(cwd) {
  const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));
  const paths = {
    '@jest/globals': [join(modules, '@jest/globals/build/index.d.ts')],
    expect: [join(modules, 'expect/build/index.d.ts')],
    vitest: [join(cwd, 'vitest.d.ts')],
  };
  const compilerOptions = {
    ...{ noEmit: true, strict: true, skipLibCheck: true, target: 'es2023', module: 'nodenext' },
    ...{ types: ['node'], typeRoots: [join(modules, '@types')], paths },
  };
  const config = { compilerOptions, files: ['matchers-jest.ts', 'matchers-vitest.ts'] };
  writeFileSync(join(cwd, 'tsconfig.matchers.json'), JSON.stringify(config));
  const compiler = [join(modules, 'typescript/bin/tsc'), '-p', 'tsconfig.matchers.json', '--pretty', 'false'];
  const { stdout, stderr, status } = spawnSync(process.execPath, compiler, { cwd, encoding: 'utf8' });
  if (status !== 0) console.error(stdout + stderr);
  if (status !== 0) process.exitCode = 1;
}
