// What Node asks, in a thread of its own, when a test imports a module: see run-suite.mjs.
import { fileURLToPath } from 'node:url';
import { readJavaScript } from './typescript.mjs';

const GLOBALS = new URL('./suite-globals.mjs', import.meta.url).href;

/** @type {import('node:module').ResolveHook} */
export function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: GLOBALS, format: 'module', shortCircuit: true };
  return next(specifier, context);
}

/** @type {import('node:module').LoadHook} */
export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  return { format: 'module', source: await readJavaScript(fileURLToPath(url)), shortCircuit: true };
}
