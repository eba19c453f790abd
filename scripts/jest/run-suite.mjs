// Runs a suite with Jest's own runner, but leaves it to Node to load modules. Jest makes a context for every suite and evaluates all
// modules in it again, in cold code; here the suites of a worker share them. See decisions/0024-suites-share-modules.md.
import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';
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
 * @param {unknown} sendMessage
 */
export default function runSuite(globalConfig, config, environment, runtime, path, sendMessage) {
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
  return run(globalConfig, config, environment, loader, path, sendMessage);
}

/**
 * Loads the part of the runner that keeps tests, hooks and listeners, which nothing of the suite before may be among.
 *
 * @param {string} path
 */
function requireAnew(path) {
  delete require.cache[path];
  Reflect.deleteProperty(globalThis, Symbol.for('EVENT_HANDLERS'));
  return require(path);
}
