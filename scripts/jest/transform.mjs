import { readJavaScript } from './typescript.mjs';

/**
 * For tests of what runs under Jest as users have it, which loads modules itself.
 *
 * @param {string} _text
 * @param {string} path
 */
async function processAsync(_text, path) {
  return { code: await readJavaScript(path) };
}

export default { processAsync };
