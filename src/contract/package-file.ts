import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let root: string | undefined;

/** The path of a file of this package, wherever the package is installed and whether it runs from source or built. */
export function packageFile(...segments: readonly string[]): string {
  root ??= findRoot(dirname(fileURLToPath(import.meta.url)));
  return join(root, ...segments);
}

function findRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) || dirname(folder) === folder ? folder : findRoot(dirname(folder));
}

/** The version of this package. */
export function readVersion(): string {
  return String((JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version?: unknown }).version);
}
