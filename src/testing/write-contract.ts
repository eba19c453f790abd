import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A small contract that is right in every respect; tests break it in one place. */
export const VALID_CONTRACT: string = readFileSync(new URL('things.yaml', import.meta.url), 'utf8');

/** Writes a contract file into a folder of its own. Returns its path; the file's name is `things.yaml`. */
export function writeContract(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'contract-')), 'things.yaml');
  writeFileSync(file, text);
  return file;
}
