import { toJavaScript } from './typescript.mjs';

/**
 * For tests of what runs under Jest as users have it, which loads modules itself.
 *
 * @param {string} text
 * @param {string} path
 */
async function processAsync(text, path) {
  return { code: await toJavaScript(text, path) };
}

export default { processAsync };
