// Compiles against the installed package with full checking of its declarations, which finds types that the package
// mentions and does not bring. Usage: node check-package-types.mjs <folder in which pagewright is installed>
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node check-package-types.mjs <folder>');
const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));

const options = ['--noEmit', '--strict', '--target', 'es2023', '--module', 'nodenext', '--pretty', 'false'];
const nodeTypes = ['--types', 'node', '--typeRoots', join(modules, '@types')];
const compiler = join(modules, 'typescript/bin/tsc');
const { stdout, stderr, status } = spawnSync(process.execPath, [compiler, ...options, ...nodeTypes, 'types.ts'], {
  cwd: folder,
  encoding: 'utf8',
});

// The declarations of other packages are not ours to mend.
const ours = stdout.split('\n').filter((line) => /^(types\.ts|node_modules\/pagewright\/|error )/.test(line));
for (const line of ours) console.error(line);
if (status === null || stderr !== '') console.error(stderr);
process.exitCode = ours.length === 0 && stderr === '' && status !== null ? 0 : 1;
