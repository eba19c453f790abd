// What a test gets for '@jest/globals': the functions of the suite that is being loaded.

/** @typedef {Pick<typeof import('@jest/globals'), 'afterAll' | 'afterEach' | 'beforeAll' | 'beforeEach' | 'describe' | 'expect' | 'it' | 'jest'>} SuiteGlobals */

/** @type {SuiteGlobals['afterAll']} */
export let afterAll;
/** @type {SuiteGlobals['afterEach']} */
export let afterEach;
/** @type {SuiteGlobals['beforeAll']} */
export let beforeAll;
/** @type {SuiteGlobals['beforeEach']} */
export let beforeEach;
/** @type {SuiteGlobals['describe']} */
export let describe;
/** @type {SuiteGlobals['expect']} */
export let expect;
/** @type {SuiteGlobals['it']} */
export let it;
/** @type {SuiteGlobals['jest']} */
export let jest;

/** @param {SuiteGlobals} globals - which every importer sees from now on */
export function setSuiteGlobals(globals) {
  ({ afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } = globals);
}
