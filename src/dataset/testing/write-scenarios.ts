import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Writes scenario files of a contract into a new folder; returns the folder that holds the contract's. */
export function writeScenarios(contractId: string, files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'scenarios-'));
  mkdirSync(join(directory, contractId));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, contractId, name), text);
  return directory;
}
