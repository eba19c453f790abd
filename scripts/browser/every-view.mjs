// What has to hold of every view: axe finds nothing, in the light and in the dark, on a desktop and on a phone; nothing is wider than its
// window; keys alone reach everything, and what they reach can be seen; the browser's console stays empty. Needs the build.
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import axe from 'axe-core';
import { describeFocus } from './in-page.mjs';
import { openScene, prepareScenes, SCENES } from './scenes.mjs';

/** @typedef {import('playwright-core').Page} Page */

const WIDTHS = [1440, 360];

/** @param {import('playwright-core').Browser} browser */
export async function run(browser) {
  const mock = await prepareScenes();
  try {
    for (const scene of SCENES) {
      /** @type {string[]} */
      const said = [];
      const page = await openScene(browser, mock, scene, { viewport: { width: 1440, height: 900 } }, said);
      try {
        await goByKeys(page);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
            await page.emulateMedia({ colorScheme });
            await examine(page, `${scene.name}, ${width} pixels, ${colorScheme}`, colorScheme === 'dark');
          }
          const overflow = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
          ok(overflow <= 0, `${scene.name}: at ${width} pixels, ${overflow} too wide`);
        }
        deepStrictEqual(said, [], `${scene.name}: in the browser’s console`);
      } finally {
        await page.context().close();
      }
    }
  } finally {
    await mock.close();
  }
}

/** The rules of axe that look at colours: what else there is, is the same in every theme. */
const COLOURS = JSON.stringify({ runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } });

/**
 * All rules of axe, best practices included.
 *
 * @param {Page} page
 * @param {string} where
 * @param {boolean} isOfColours - whether only the colours are new
 */
async function examine(page, where, isOfColours) {
  // As an expression, which the page's policy has nothing to say about.
  await page.evaluate(`typeof axe === 'object' || (() => { ${axe.source} })()`);
  const { violations } = /** @type {import('axe-core').AxeResults} */ (
    await page.evaluate(`axe.run(${isOfColours ? COLOURS : ''})`)
  );
  const found = violations.flatMap(({ id, help, nodes }) => {
    return nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html.slice(0, 200)}\n  ${failureSummary}`);
  });
  strictEqual(found.join('\n'), '', where);
}

/**
 * The tabulator goes through the whole view and leaves it, and one always sees where one is.
 *
 * @param {Page} page
 */
async function goByKeys(page) {
  const seen = new Set();
  for (let presses = 0; presses < 400; presses += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(describeFocus);
    if (at === undefined || seen.has(at.path)) break;
    seen.add(at.path);
    ok(at.name !== '', `what has no name is reached by keys: ${at.html}`);
    ok(at.isSeen, `what cannot be seen is reached by keys: ${at.html}`);
    ok(at.isMarked, `one does not see that this has the focus: ${at.html}`);
  }
  ok(seen.size >= 5, `keys reach only ${[...seen].join(', ')}`);
  ok(seen.size < 400, 'the tabulator does not come to an end');
}
