import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));

let root: string | undefined;

/** The path of a file of this package, wherever the package is installed and whether it runs from source or built. */
export function packageFile(...segments: readonly string[]): string {
  root ??= findRoot(HERE);
  return join(root, ...segments);
}

function findRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) || dirname(folder) === folder ? folder : findRoot(dirname(folder));
}

/**
 * The path of a file that belongs to the code: `src/server/admin/openapi.yaml`. It stands beside the source files, and at the same
 * place among the built ones, which are bundled: where they run from says nothing of where they were.
 */
export function codeFile(...segments: readonly string[]): string {
  const [folder = ''] = relative(packageFile(), HERE).split(sep);
  return packageFile(folder.startsWith('dist') ? folder : '', ...segments);
}

/** The version of this package. */
export function readVersion(): string {
  return String((JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version?: unknown }).version);
}
