// What Node asks, in a thread of its own, when a test imports a module: see run-suite.mjs.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { toJavaScript } from './typescript.mjs';

const GLOBALS = new URL('./suite-globals.mjs', import.meta.url).href;

/** @type {import('node:module').ResolveHook} */
export function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: GLOBALS, format: 'module', shortCircuit: true };
  return next(specifier, context);
}

/** @type {import('node:module').LoadHook} */
export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const path = fileURLToPath(url);
  return { format: 'module', source: await toJavaScript(await readFile(path, 'utf8'), path), shortCircuit: true };
}
