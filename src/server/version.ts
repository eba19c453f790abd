import { readFileSync } from 'node:fs';
import { packageFile } from '../contract/package-file.ts';

/** The version of this package. */
export function readVersion(): string {
  return String((JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version?: unknown }).version);
}
