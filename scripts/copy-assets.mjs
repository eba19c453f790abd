// Copies what the compiler leaves behind (the web page, say) from the source folders to the build output.
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listSourceFiles } from './list-source-files.mjs';

const NOT_SHIPPED = /\.(ts|md|snap)$|\/(testing|__snapshots__)\//;

const root = fileURLToPath(new URL('..', import.meta.url));
for (const path of listSourceFiles(root).filter((path) => !NOT_SHIPPED.test(path))) {
  const target = join(root, 'dist', path);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(join(root, path), target);
}
