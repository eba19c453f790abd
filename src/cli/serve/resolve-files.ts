import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { isScenarioFile } from '../../server/is-scenario-file.ts';
import { CliError } from '../cli-error.ts';
import { didYouMean } from '../text/find-near-names.ts';
import type { ServeSettings } from './serve-settings.ts';

/** What a word may have been meant for that is no contract. */
const COMMANDS = (
  'serve check requirements diff contracts deviations validate ' +
  'audit clock faults grease journal reset scenario sessions snapshot help'
).split(' ');

/**
 * Makes the paths of files among settings absolute.
 *
 * @param folder - which they are relative to
 * @throws {CliError} for a contract that neither comes with the package nor is a file
 */
export function resolveFiles(settings: ServeSettings, folder: string): ServeSettings {
  const { contracts, scenario } = settings;
  const toPath = (text: string): string => (isScenarioFile(text) ? resolve(folder, text) : text);
  return {
    ...settings,
    ...(contracts !== undefined && { contracts: contracts.map((name) => resolveContract(name, folder)) }),
    ...(typeof scenario === 'string' && { scenario: toPath(scenario) }),
    ...(typeof scenario === 'object' && {
      scenario: Object.fromEntries(Object.entries(scenario).map(([id, text]) => [id, toPath(text)])),
    }),
  };
}

/**
 * The id of a contract that comes with the package, or the path of a file.
 *
 * @throws {CliError} when it is neither
 */
export function resolveContract(name: string, folder: string): string {
  const builtIn = builtInContracts();
  if (builtIn.includes(name)) return name;
  const file = resolve(folder, name);
  if (existsSync(file)) return file;
  const place = /[/\\.]/.test(name) ? `there is no file ${name}` : `there is no contract, file or command ${name}`;
  const hint = didYouMean(name, [...builtIn, ...COMMANDS]);
  throw new CliError(`${place}${hint}\nContracts that come with pagewright: ${builtIn.join(', ')}`);
}
