import type { Contract } from '../contract/contract.ts';
import { readSourceDocument } from '../contract/source-document.ts';
import { DEFAULT_SCENARIO } from './scenarios/create-default-scenario.ts';
import { defaultDirectories, findScenarioFiles } from './scenarios/find-scenario-files.ts';

/** A scenario that can be loaded. */
export interface ScenarioListing {
  readonly name: string;
  readonly title: string;
  /** Absent for the one that is made when a contract has none. */
  readonly file?: string;
}

/**
 * The scenarios of a contract, by name.
 *
 * @param directories - as for `loadScenario`
 * @throws {PagewrightError} for a file that is not YAML
 */
export function listScenarios(contract: Contract, directories?: readonly string[]): readonly ScenarioListing[] {
  const files = findScenarioFiles(contract, directories ?? defaultDirectories(contract));
  if (files.size === 0) return [{ name: DEFAULT_SCENARIO, title: 'Two tenants with generated rows' }];
  return [...files].map(([name, file]) => ({ name, title: readTitle(file), file }));
}

function readTitle(file: string): string {
  const value = readSourceDocument(file).value as { title?: unknown } | null;
  return typeof value?.title === 'string' ? value.title : '';
}
