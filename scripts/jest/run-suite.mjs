// Runs a suite with Jest's own runner, but leaves it to Node to load modules. Jest makes a context for every suite and evaluates all
// modules in it again, in cold code; here the suites of a worker share them. See decisions/0024-suites-share-modules.md.
import '../compile-less.mjs';
import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import { setSuiteGlobals } from './suite-globals.mjs';

/** @typedef {import('./suite-globals.mjs').SuiteGlobals} SuiteGlobals */

/**
 * What is used here of the loader that Jest makes for a suite.
 *
 * @typedef {object} Runtime
 * @property {(from: string, module: '@jest/globals') => SuiteGlobals} requireModuleOrMock
 * @property {(globals: Partial<SuiteGlobals>) => void} setGlobalsForRuntime
 * @property {() => void} enterTestCode
 * @property {() => void} leaveTestCode
 */

const require = createRequire(import.meta.url);
// @ts-expect-error: it has no declarations.
const { default: run } = require('jest-circus/runner');

process.setSourceMapsEnabled(true);
register('./module-hooks.mjs', import.meta.url);

// Jest's runner keeps the test that runs in a store of its own for each suite, which Node then carries along with every promise of
// the process, to its end. Tests that run side by side need it, and there are none.
AsyncLocalStorage.prototype.run = (
  /** @type {unknown} */ _store,
  /** @type {Function} */ callback,
  /** @type {unknown[]} */ ...parameters
) => callback(...parameters);

/**
 * Jest calls this for every file with tests, with what it would give to its own runner, and expects what that returns.
 *
 * @param {unknown} globalConfig
 * @param {unknown} config
 * @param {unknown} environment
 * @param {Runtime} runtime
 * @param {string} path - of the file
 */
export default function runSuite(globalConfig, config, environment, runtime, path) {
  // Jest has set one that knows the source maps of its own loader only.
  Reflect.deleteProperty(Error, 'prepareStackTrace');
  const loader = {
    requireInternalModule: requireAnew,
    requireModule: require,
    unstable_shouldLoadAsEsm: () => true,
    /** @param {string} module */
    async unstable_importModule(module) {
      setSuiteGlobals(runtime.requireModuleOrMock(module, '@jest/globals'));
      await import(pathToFileURL(module).href);
    },
    setGlobalsForRuntime: runtime.setGlobalsForRuntime.bind(runtime),
    enterTestCode: runtime.enterTestCode.bind(runtime),
    leaveTestCode: runtime.leaveTestCode.bind(runtime),
  };
  // Without what sends the result of each test to Jest's process, which gets them all with the suite's.
  return run(globalConfig, config, environment, loader, path);
}

/** @type {Map<string, Function>} */
const compiled = new Map();

/**
 * Evaluates the part of the runner that keeps tests, hooks and listeners, which nothing of the suite before may be among.
 *
 * @param {string} path
 */
function requireAnew(path) {
  Reflect.deleteProperty(globalThis, Symbol.for('EVENT_HANDLERS'));
  // Under a symbol of its own each time, or all suites' tests would be kept to the end.
  for (const key of Object.getOwnPropertySymbols(globalThis))
    if (key.description === 'JEST_STATE_SYMBOL') Reflect.deleteProperty(globalThis, key);
  const parameters = ['exports', 'require', 'module', '__filename', '__dirname'];
  const evaluate = compiled.get(path) ?? compileFunction(readFileSync(path, 'utf8'), parameters, { filename: path });
  compiled.set(path, evaluate);
  const module = { exports: {} };
  evaluate(module.exports, createRequire(path), module, path, dirname(path));
  return module.exports;
}
