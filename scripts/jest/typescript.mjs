import { transform } from 'esbuild';

/**
 * Makes JavaScript that this Node runs (it lacks `using`) out of TypeScript. The source map is within the result, and leads to
 * the file as it is.
 *
 * @param {string} text
 * @param {string} path - absolute
 */
export async function toJavaScript(text, path) {
  const { code } = await transform(text, {
    loader: 'ts',
    target: 'node20',
    format: 'esm',
    sourcefile: path,
    sourcemap: 'inline',
    sourcesContent: false,
  });
  return code;
}
