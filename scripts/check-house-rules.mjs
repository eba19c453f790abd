// The rules of the house that no linter knows; see decisions/0004-house-rules.md.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { CONSOLE_FOLDER, listSourceFiles, SOURCE_FOLDERS } from './source-files.mjs';

const MAX_LINES = 400;
/** Of a test, which is a list of cases. */
const MAX_TEST_LINES = 800;
const MIN_LINES = 15;
const MIN_FILES = 4;
/** What is written for readers is named as everywhere: `README.md`. */
const DOCUMENT = /^[A-Z]+\.md$/;
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Loading this package takes most of a second: it may only be imported dynamically, where it is first needed. */
const EAGER_IMPORT = /^\s*(?:import|export)\b[^;()]*["']@stoplight\//m;
/** Of what a module declares; names within a function are its own affair. */
const DECLARATION = /^(?:export\s+)?(?:declare\s+)?(?:async\s+)?(?:const|let|function\*?|class|interface|type)\s+(\w+)/;
/** Words of our own that the field has another word for, and that word. */
const PRIVATE_WORDS = new Map([
  ['dice', 'random'],
  ['dress', 'codec'],
  ['kills', 'mutation'],
  ['kit', 'context'],
  ['leniency', 'allowance'],
  ['nobody', 'absent value'],
  ['orphan', 'unmatched'],
  ['rebuff', 'rejection'],
  ['scene', 'context'],
  ['site', 'router'],
  ['spot', 'request'],
  ['stage', 'backend'],
  ['stray', 'unrouted'],
  ['strike', 'activation'],
  ['trail', 'trace'],
  ['visit', 'request'],
  ['wish', 'prefer'],
  ['workshop', 'context'],
  ['world', 'state'],
]);
/** First words of constants, and what is usual instead. */
const PRIVATE_PREFIXES = new Map([
  ['MOST_', 'MAX_'],
  ['LONGEST_', 'MAX_'],
  ['DEEPEST_', 'MAX_'],
  ['LEAST_', 'MIN_'],
  ['USUAL_', 'DEFAULT_'],
]);

/** @typedef {{ path: string, text: string }} File - `path` is relative to the project, with forward slashes */

/**
 * Holds source files against the rules of the house.
 *
 * @param {File[]} files - every file below the source folders
 * @param {string[]} vendors - names that may stand in tests and contracts only
 * @returns {string[]} one line for each problem: where, what is wrong, what would be right
 */
export function findHouseRuleProblems(files, vendors) {
  const typescript = files.filter(({ path }) => /(?<!\.d)\.tsx?$/.test(path));
  const shipped = typescript.filter(({ path }) => !isTestCode(path));
  return [
    ...files.flatMap(checkLength),
    ...shipped.flatMap(checkSubstance),
    ...checkFolders(files),
    ...files.flatMap(checkName),
    ...files.flatMap(checkNameWords),
    ...shipped.flatMap(checkDeclaredWords),
    ...shipped.flatMap((file) => checkVendors(file, vendors)),
    ...shipped.flatMap(checkEagerImport),
    ...shipped.flatMap(checkConsoleImport),
  ];
}

/**
 * The page knows the admin API and no code of the mock: what it does, a script can do. The rules of imports read no TSX.
 *
 * @param {File} file
 */
function checkConsoleImport({ path, text }) {
  const isConsole = path.startsWith(`${CONSOLE_FOLDER}/`);
  const wrong = isConsole ? /from '[./]*\/(?:src|conformance)\/|from 'node:/ : /from '[./]*\/console\//;
  return wrong.test(text)
    ? [`${path}: ${isConsole ? 'imports code of the mock' : 'imports the page'}; ask the admin API`]
    : [];
}

/** @param {string} path */
function isTestCode(path) {
  return /\.(?:test|spec)\.tsx?$/.test(path) || path.includes('/testing/');
}

/** @param {string} text */
function countLines(text) {
  return text.split('\n').length - 1;
}

/** @param {File} file */
function checkLength({ path, text }) {
  const lines = countLines(text);
  const most = isTestCode(path) ? MAX_TEST_LINES : MAX_LINES;
  // A document is as long as what it tells; a table has a line for each row.
  return lines > most && !/\.(?:md|yaml)$/.test(path)
    ? [`${path}: ${lines} lines; split it by subject into files of at most ${most}`]
    : [];
}

/** @param {File} file */
function checkSubstance({ path, text }) {
  const lines = countLines(text);
  const isDoor =
    path.endsWith('/index.ts') || text.startsWith('#!') || text.replace(/export[^;]*from[^;]*;/g, '').trim() === '';
  return lines < MIN_LINES && !isDoor ? [`${path}: ${lines} lines; join it with the file of its subject`] : [];
}

/**
 * Folders that hold too little to be one, whatever their subfolders hold.
 *
 * @param {File[]} files
 */
function checkFolders(files) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { path } of files) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
      counts.set(path.slice(0, end), (counts.get(path.slice(0, end)) ?? 0) + 1);
  }
  return [...counts].flatMap(([folder, count]) => {
    const isRoot = !folder.includes('/');
    return count < MIN_FILES && !isRoot ? [`${folder}/: ${count} files; move them up into the folder above`] : [];
  });
}

/** @param {File} file */
function checkName({ path }) {
  const bad = path.split('/').find((part) => {
    return !DOCUMENT.test(part) && !part.split('.').every((word) => KEBAB_CASE.test(word));
  });
  return bad === undefined ? [] : [`${path}: "${bad}" is not in kebab-case`];
}

/** @param {File} file */
function checkNameWords({ path }) {
  return path.split(/[/.-]/).flatMap((word) => describeWord(path, word, word));
}

/** @param {File} file */
function checkDeclaredWords({ path, text }) {
  return text.split('\n').flatMap((line, index) => {
    const name = DECLARATION.exec(line)?.[1];
    if (name === undefined) return [];
    const where = `${path}:${index + 1}`;
    const [prefix] = [...PRIVATE_PREFIXES].filter(([start]) => name.startsWith(start));
    if (prefix !== undefined) return [`${where}: "${name}"; the usual prefix is ${prefix[1]}`];
    // As a verb, it is what is done to the nodes of a tree.
    const words = name.startsWith('visit') ? splitWords(name).slice(1) : splitWords(name);
    return words.flatMap((word) => describeWord(where, name, word));
  });
}

/**
 * @param {string} name - in camel case or upper case
 * @returns {string[]}
 */
function splitWords(name) {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split('_');
}

/**
 * @param {string} where
 * @param {string} name
 * @param {string} word
 */
function describeWord(where, name, word) {
  const better = PRIVATE_WORDS.get(word) ?? PRIVATE_WORDS.get(word.replace(/s$/, ''));
  return better === undefined ? [] : [`${where}: "${name}"; use a word of the field, such as "${better}"`];
}

/**
 * @param {File} file
 * @param {string[]} vendors
 */
function checkVendors({ path, text }, vendors) {
  return text.split('\n').flatMap((line, index) => {
    const vendor = vendors.find((name) => line.toLowerCase().includes(name));
    return vendor === undefined
      ? []
      : [`${path}:${index + 1}: names "${vendor}"; what one API needs belongs in its contract file`];
  });
}

/** @param {File} file */
function checkEagerImport({ path, text }) {
  return text.includes('@stoplight/') && EAGER_IMPORT.test(withoutTypes(text))
    ? [`${path}: imports @stoplight/… at start; import() it where it is first needed (import type is free)`]
    : [];
}

/**
 * What is left of a module at run time.
 *
 * @param {string} text
 */
function withoutTypes(text) {
  return transformSync(text, { loader: 'ts', tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } } }).code;
}

function main() {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const files = listSourceFiles(root, [...SOURCE_FOLDERS, CONSOLE_FOLDER])
    .filter((path) => !path.includes('/__snapshots__/'))
    .map((path) => ({ path, text: readFileSync(`${root}/${path}`, 'utf8') }));
  const problems = findHouseRuleProblems(files, ['pyng', 'piriod', 'wingback', 'devdraft']);
  if (files.length === 0) problems.push('no source file was found');
  for (const problem of problems) console.error(problem);

  const sizes = files
    .filter(({ path }) => /\.tsx?$/.test(path) && !isTestCode(path))
    .map(({ text }) => countLines(text));
  const median = sizes.sort((a, b) => a - b)[sizes.length >> 1];
  console.log(
    `${files.length} files, ${sizes.length} of them product code, median ${median} lines, ${problems.length} problems`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
