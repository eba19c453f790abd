import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packageFile } from '../../contract/package-file.ts';

/** The command line, built for a process to run. */
export interface BuiltCli {
  /** The file to run. */
  readonly main: string;
  /** Removes what was built. */
  remove(): void;
}

/** Builds the command line as it is now, in a folder of its own. */
export function buildCli(): BuiltCli {
  const cache = packageFile('node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  // Inside the package, so that what it imports is found.
  const folder = mkdtempSync(join(cache, 'pagewright-cli-'));
  const options = {
    entryPoints: [packageFile('src', 'cli', 'main.ts')],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
  };
  // In a process of its own: the build tool does not work within the globals that tests have.
  const script = `import { buildSync } from 'esbuild'; buildSync(${JSON.stringify(options)});`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: packageFile() });
  return { main: join(folder, 'main.js'), remove: () => rmSync(folder, { recursive: true }) };
}
