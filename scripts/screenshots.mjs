// Takes the pictures of docs/console.md: each view in the light and in the dark, on a phone, on a desktop and on a wall.
// Usage: node scripts/screenshots.mjs [--png] [--to <folder>] [<scene>…]; needs the build, and Debian's Chromium.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { encodeAsWebp } from './browser/in-page.mjs';
import { openScene, prepareScenes, SCENES } from './browser/scenes.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { png: { type: 'boolean' }, to: { type: 'string' } },
});
const folder = values.to ?? fileURLToPath(new URL('../docs/screenshots', import.meta.url));
const scenes = SCENES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

/** @type {readonly { width: number, height: number, themes: readonly ('light' | 'dark')[] }[]} */
const SIZES = [
  { width: 360, height: 740, themes: ['light', 'dark'] },
  { width: 1440, height: 900, themes: ['light', 'dark'] },
  { width: 2560, height: 1300, themes: ['light'] },
];

const mock = await prepareScenes();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
mkdirSync(folder, { recursive: true });
let bytes = 0;
try {
  for (const { width, height, themes } of SIZES) {
    for (const colorScheme of themes) {
      for (const scene of scenes) {
        const page = await openScene(browser, mock, scene, { viewport: { width, height }, colorScheme });
        const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
        const picture = values.png === true ? png : await encode(png);
        const file = `${scene.name}-${width}-${colorScheme}.${values.png === true ? 'png' : 'webp'}`;
        writeFileSync(join(folder, file), picture);
        bytes += picture.length;
        console.log(`${file}: ${Math.round(picture.length / 1000)} kB`);
        await page.context().close();
      }
    }
  }
  console.log(`${Math.round(bytes / 1000)} kB in all`);
} finally {
  await browser.close();
  await mock.close();
}

/**
 * A picture as WebP, a third of the size of PNG.
 *
 * @param {Buffer} png
 */
async function encode(png) {
  const page = await browser.newPage();
  const text = await page.evaluate(encodeAsWebp, png.toString('base64'));
  await page.close();
  return Buffer.from(text.slice(text.indexOf(',') + 1), 'base64');
}
