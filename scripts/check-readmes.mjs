// Runs every block of code of every README as a reader would, and holds it against what the README promises.
// Usage: node check-readmes.mjs <folder in which pagewright is installed>
//
// What is promised stands in an HTML comment before the block, as YAML:
//   <!-- check: { prints: conforms } -->
//   skip      why the block is not run; it then needs nothing else
//   file      the block is written to this file
//   as        what YAML it is: a `contract`, an x-pagewright `fragment`, a `scenario` (of the contract named in `of`), `waivers`,
//             or just `yaml`
//   each      true: every line is a command of its own
//   exit      the exit code, 0 by default; in `exits`, by a part of the command
//   prints    what the output contains; a list for several
//   until     the output by which a command that goes on is known to work; it is stopped when the document ends
//   with      what is put in the place of what, before it is run
//   before    code that comes first
//   after     code that comes last
// and, in a comment without a block:
//   again     a part of an earlier block of the same document, which is run once more
//   run       a command that prepares what follows
//   stop      true: what goes on is stopped first
//   text      what the `file` holds
// Ports 4010 and 4011 become free ones, and commands that name none use that for 4010.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { transformSync } from 'esbuild';
import { parse, parseAllDocuments } from 'yaml';
import { runCommand, startCommand, stopAll } from './child-processes.mjs';

const DOCUMENTS = ['openapi/README.md', 'README.md', 'fixtures/README.md', 'conformance/README.md', 'bench/README.md'];
const BLOCK = /(?:<!-- check:((?:(?!-->)[\s\S])*)-->\n)?^```(\w*)\n([\s\S]*?)^```$|<!-- check:([\s\S]*?)-->/gm;
/** What goes on until it is stopped. */
const LASTING = /^(?:npx )?pagewright(?: serve\b.*)?$|--follow/;

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node check-readmes.mjs <folder>');
const root = fileURLToPath(new URL('..', import.meta.url));
const [port, otherPort] = [await findFreePort(), await findFreePort()];
const bin = join(folder, 'node_modules/.bin');
const env = {
  ...process.env,
  PATH: `${bin}:${process.env['PATH']}`,
  PAGEWRIGHT_URL: `http://127.0.0.1:${port}`,
  CI: 'true',
  NO_COLOR: '1',
};

/** @typedef {{ skip?: string, file?: string, as?: string, of?: string, each?: boolean, exit?: number, prints?: string | string[], until?: string, with?: Record<string, string>, before?: string, after?: string, again?: string, run?: string, stop?: boolean, text?: string, exits?: Record<string, number> }} Promised */
/** @typedef {{ where: string, language: string, code: string, promised: Promised | undefined }} Block */

/** @type {string[]} */
const problems = [];
const counts = { run: 0, skipped: 0 };
// Commands of pagewright that name no port take this one.
writeFileSync(join(folder, 'pagewright.config.json'), JSON.stringify({ port }));
if (!existsSync(join(bin, 'jest'))) symlinkSync(join(root, 'node_modules/jest/bin/jest.js'), join(bin, 'jest'));
process.once('SIGTERM', () => stopAll().then(() => process.exit(1)));

for (const document of DOCUMENTS) {
  const blocks = readBlocks(document);
  for (const block of blocks) {
    try {
      await checkBlock(block, blocks);
    } catch (error) {
      problems.push(`${block.where}: ${error instanceof Error ? error.message : error}`);
    }
  }
  await stopAll();
}
for (const problem of problems) console.error(problem);
console.log(`${counts.run} blocks run, ${counts.skipped} skipped with a reason, ${problems.length} problems`);
process.exitCode = problems.length === 0 && counts.run > 0 ? 0 : 1;

/**
 * @param {string} document
 * @returns {Block[]}
 */
function readBlocks(document) {
  const text = readFileSync(join(root, document), 'utf8');
  return [...text.matchAll(BLOCK)].map(({ index, 1: before, 2: language = '', 3: code = '', 4: alone }) => {
    const promised = before ?? alone;
    const where = `${document}:${text.slice(0, index).split('\n').length}`;
    return { where, language, code, promised: promised === undefined ? undefined : parse(promised) };
  });
}

/**
 * @param {Block} block
 * @param {Block[]} blocks - of the same document
 */
async function checkBlock(block, blocks) {
  const { promised, where } = block;
  if (promised === undefined) throw new Error('no comment says what the block promises');
  if (promised.skip !== undefined) {
    counts.skipped += 1;
    return;
  }
  if (promised.stop === true) await stopAll();
  if (promised.run === undefined && promised.text === undefined) counts.run += 1;
  const { again } = promised;
  const source = again === undefined ? block : blocks.find(({ code }) => code.includes(again));
  if (source === undefined) throw new Error(`no block has ${again}`);
  const text = replaceAll(promised.run ?? promised.text ?? source.code, promised.with ?? {});
  if (promised.file !== undefined) write(promised.file, text);
  await checkCode(promised.run === undefined ? source.language : 'sh', text, promised, where);
}

/**
 * @param {string} code
 * @param {Record<string, string>} replacements
 */
function replaceAll(code, replacements) {
  let text = code;
  for (const [from, to] of Object.entries(replacements))
    text = text.replaceAll(from, to.replace('{folder}', String(folder)));
  return text.replaceAll('4010', String(port)).replaceAll('4011', String(otherPort));
}

/**
 * @param {string} language
 * @param {string} text
 * @param {Promised} promised
 * @param {string} where
 */
async function checkCode(language, text, promised, where) {
  if (language === 'sh') await checkShell(text, promised);
  else if (language === 'yaml') await checkYaml(text, promised);
  else if (language === 'ts') await checkTypeScript(text, promised, where);
  // What was written to a file is run by what follows.
  else if (language === 'js' && promised.file === undefined) await checkScript(text, promised, where);
  else if (promised.file === undefined) throw new Error(`a block of "${language}" is neither sh, ts, js nor yaml`);
}

/**
 * @param {string} text
 * @param {Promised} promised
 */
async function checkShell(text, promised) {
  const commands = promised.each === true ? text.split('\n').map((line) => line.replace(/\s+#.*$/, '')) : [text];
  for (const command of commands.filter((line) => line.trim() !== '')) await checkCommand(command, promised);
}

/**
 * @param {string} command
 * @param {Promised} promised
 */
async function checkCommand(command, { each, exit = 0, exits = {}, prints = [], until, before = '' }) {
  const isOurs = /\bnpm (?:ci|run|start|test)\b/.test(command);
  const options = { cwd: isOurs ? root : String(folder), env };
  // What `npm ci` does is done, and the other ways to start take the port from a configuration file.
  const line = before + command.replace('npm ci && npm start', `npm start -- -p ${port}`);
  if (until !== undefined) {
    await startCommand(line, { ...options, until });
    return;
  }
  if (each === true && LASTING.test(command.trim())) {
    const child = await startCommand(line, { ...options, until: command.includes('--follow') ? '' : 'http://' });
    await child.stop();
    return;
  }
  const { code, output } = await runCommand(line, options);
  const [, expected = exit] = Object.entries(exits).find(([part]) => command.includes(part)) ?? [];
  if (code !== expected) throw new Error(`exit code ${code} instead of ${expected} of ${command.trim()}\n${output}`);
  checkOutput(output, prints);
}

/**
 * @param {string} output
 * @param {string | string[]} prints
 */
function checkOutput(output, prints) {
  for (const text of [prints].flat()) {
    if (!output.includes(text)) throw new Error(`the output lacks ${JSON.stringify(text)}:\n${output}`);
  }
}

/**
 * @param {string} text
 * @param {Promised} promised
 * @param {string} where
 */
async function checkTypeScript(text, promised, where) {
  const name = write(
    `${nameOf(where)}.mts`,
    `${promised.before ?? ''}\n${text}\n${promised.after ?? ''}\nexport {};\n`,
  );
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules/@types')];
  const options = [
    '--noEmit',
    '--strict',
    '--target',
    'es2023',
    '--module',
    'nodenext',
    '--skipLibCheck',
    '--pretty',
    'false',
  ];
  const { stdout } = spawnSync(process.execPath, [compiler, ...options, ...types, name], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (stdout !== '') throw new Error(stdout);
  await checkScript(text, promised, where);
}

/**
 * @param {string} text
 * @param {Promised} promised
 * @param {string} where
 */
async function checkScript(text, { before = '', after = '', prints = [], exit = 0 }, where) {
  const { code: script } = transformSync(`${before}\n${text}\n${after}`, { loader: 'ts', format: 'esm' });
  const name = write(`${nameOf(where)}.mjs`, script);
  const { code, output } = await runCommand(`node ${name}`, { cwd: String(folder), env });
  if (code !== exit) throw new Error(`exit code ${code} instead of ${exit}:\n${output}`);
  checkOutput(output, prints);
}

/**
 * @param {string} text
 * @param {Promised} promised
 */
async function checkYaml(text, { as, of = '', file }) {
  for (const { errors } of parseAllDocuments(text)) for (const error of errors) throw error;
  if (as === 'yaml') return;
  if (as === 'contract') await validate(file ?? write('contract.yaml', text));
  else if (as === 'fragment') checkFragment(text);
  else if (as === 'scenario') await loadScenario(write('scenario.yaml', text), of);
  else if (as === 'waivers') await readWaivers(write('waivers.yaml', text));
  else throw new Error(`"as" is ${as}; expected contract, fragment, scenario, waivers or yaml`);
}

/** @param {string} path */
async function validate(path) {
  const { code, output } = await runCommand(`pagewright validate ${path}`, { cwd: String(folder), env });
  if (code !== 0) throw new Error(output);
}

/**
 * Holds a part of an x-pagewright block against its schema.
 *
 * @param {string} text
 */
function checkFragment(text) {
  const schema = JSON.parse(readFileSync(join(root, 'openapi/contract.schema.json'), 'utf8'));
  const { required: _whole, ...list } = schema.$defs.list;
  const ajv = new Ajv2020({ allowUnionTypes: true, strict: false });
  const check = ajv.compile({ ...list, $defs: schema.$defs });
  const { security: _plain, 'x-pagewright': block, ...keys } = parse(text);
  if (!check(block ?? keys)) throw new Error(ajv.errorsText(check.errors));
}

/**
 * @param {string} path
 * @param {string} contract
 */
async function loadScenario(path, contract) {
  /** @type {typeof import('../src/index.ts')} */
  const { createMock } = await import(
    pathToFileURL(join(String(folder), 'node_modules/pagewright/dist/src/index.js')).href
  );
  const mock = await createMock({ contract, scenario: path, listen: false });
  await mock.close();
}

/** @param {string} path */
async function readWaivers(path) {
  const module = join(String(folder), 'node_modules/pagewright/dist/conformance/index.js');
  /** @type {typeof import('../conformance/index.ts')} */
  const suite = await import(pathToFileURL(module).href);
  suite.readWaivers(path);
}

/**
 * @param {string} name
 * @param {string} text
 * @returns {string} its path
 */
function write(name, text) {
  const path = join(String(folder), name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/**
 * @param {string} where - such as `README.md:12`
 * @returns {string} `readme-12`
 */
function nameOf(where) {
  return where.toLowerCase().replace(/\.md:/, '-').replaceAll('/', '-');
}

/**
 * Finds a port that commands can use again and again: below those that systems give to connections, which other processes make meanwhile.
 *
 * @returns {Promise<number>}
 */
async function findFreePort() {
  for (;;) {
    const number = randomInt(10_000, 30_000);
    const server = createServer().listen(number, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    server.close();
    if (isFree) return number;
  }
}
