import { transformSync } from 'esbuild';

const MAX_LINES = 300;
/** What is written for readers is named as everywhere: `README.md`. */
const DOCUMENT = /^[A-Z]+\.md$/;
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Loading this package takes most of a second: it may only be imported dynamically, where it is first needed. */
const EAGER_IMPORT = /^\s*(?:import|export)\b[^;()]*["']@stoplight\//m;

/**
 * @typedef {{ path: string, text: string }} File - `path` is relative to the project, with forward slashes
 * @typedef {{ exempt: Record<string, string>, vendors: string[] }} Settings - `exempt` maps a file to why it has no test
 */

/**
 * Holds source files against the rules of the house.
 *
 * @param {File[]} files - every file below the source folders
 * @param {Settings} settings
 * @returns {string[]} one line for each problem: where, what is wrong, what would be right
 */
export function findHouseRuleProblems(files, settings) {
  const paths = new Set(files.map(({ path }) => path));
  const typescript = files.filter(({ path }) => path.endsWith('.ts'));
  const shipped = typescript.filter(({ path }) => !isTestCode(path));
  return [
    ...files.flatMap(checkLength),
    ...files.flatMap(checkName),
    ...shipped.flatMap((file) => checkVendors(file, settings.vendors)),
    ...shipped.flatMap(checkEagerImport),
    ...shipped.flatMap((file) => checkTest(file, paths, settings.exempt)),
    ...checkExemptions(paths, settings.exempt),
  ];
}

/** @param {string} path */
function isTestCode(path) {
  return path.endsWith('.test.ts') || path.includes('/testing/');
}

/** @param {File} file */
function checkLength({ path, text }) {
  const lines = text.split('\n').length - 1;
  // A document is as long as what it tells; a table has a line for each row.
  return lines > MAX_LINES && !/\.(?:md|yaml)$/.test(path)
    ? [`${path}: ${lines} lines; split it into files of at most ${MAX_LINES}`]
    : [];
}

/** @param {File} file */
function checkName({ path }) {
  const bad = path.split('/').find((part) => {
    return !DOCUMENT.test(part) && !part.split('.').every((word) => KEBAB_CASE.test(word));
  });
  return bad === undefined ? [] : [`${path}: "${bad}" is not in kebab-case`];
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
  return EAGER_IMPORT.test(withoutTypes(text))
    ? [`${path}: imports @stoplight/… at start; import() it where it is first needed (import type is free)`]
    : [];
}

/**
 * @param {File} file
 * @param {Set<string>} paths
 * @param {Record<string, string>} exempt
 */
function checkTest({ path, text }, paths, exempt) {
  const test = path.replace(/\.ts$/, '.test.ts');
  const isExempt = Object.keys(exempt).some((key) => covers(key, path));
  if (path.endsWith('/index.ts') || paths.has(test) || isExempt || withoutTypes(text).trim() === '') return [];
  return [`${path}: has no test beside it; write ${test}, or give the reason in scripts/untested.json`];
}

/**
 * Whether an exemption is for a file: its path, or with a `*` at the end the beginning of it, such as that of a folder whose
 * parts are tested through the one that puts them together.
 *
 * @param {string} key
 * @param {string} path
 */
function covers(key, path) {
  return key.endsWith('*') ? path.startsWith(key.slice(0, -1)) : key === path;
}

/**
 * @param {Set<string>} paths
 * @param {Record<string, string>} exempt
 */
function checkExemptions(paths, exempt) {
  return Object.entries(exempt).flatMap(([path, reason]) => {
    if (reason.trim() === '') return [`scripts/untested.json: ${path} is listed without a reason`];
    if (![...paths].some((file) => covers(path, file)))
      return [`scripts/untested.json: ${path} does not exist; remove it`];
    return paths.has(path.replace(/\.ts$/, '.test.ts'))
      ? [`scripts/untested.json: ${path} has a test by now; remove it`]
      : [];
  });
}

/**
 * What is left of a module at run time.
 *
 * @param {string} text
 */
function withoutTypes(text) {
  return transformSync(text, { loader: 'ts', tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } } }).code;
}
