// Builds the console: what its page loads, each file named after its content so that browsers may keep it for ever.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';

/**
 * @param {string} root - the folder of the project
 * @param {string} folder - for the output: `index.html`, and `assets/` beside it
 */
export async function buildConsole(root, folder) {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(root, 'console/main.tsx')],
    outdir: join(folder, 'assets'),
    absWorkingDir: root,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome123', 'firefox120', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    alias: { react: 'preact/compat', 'react-dom': 'preact/compat' },
    minify: true,
    legalComments: 'none',
    metafile: true,
    write: false,
  });
  mkdirSync(join(folder, 'assets'), { recursive: true });
  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
  const [entry] = Object.entries(metafile.outputs).flatMap(([path, { entryPoint, cssBundle }]) => {
    return entryPoint === 'console/main.tsx' ? [{ script: basename(path), style: basename(cssBundle ?? '') }] : [];
  });
  if (entry === undefined) throw new Error('the console has no entry');
  const tags = [
    `<link rel="stylesheet" href="assets/${entry.style}">`,
    `<script type="module" src="assets/${entry.script}"></script>`,
  ];
  const page = readFileSync(join(root, 'console/index.html'), 'utf8').replace('<!-- assets -->', tags.join('\n    '));
  writeFileSync(join(folder, 'index.html'), page);
}
