import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ContractError } from '../../contract/contract-error.ts';
import { readSourceDocument, type SourceDocument } from '../../contract/source-document.ts';
import { CliError } from '../cli-error.ts';
import { didYouMean } from '../text/find-near-names.ts';
import { resolveFiles } from './resolve-files.ts';
import type { ServeSettings } from './serve-settings.ts';

const NAMES = ['pagewright.config.yaml', 'pagewright.config.yml', 'pagewright.config.json'];

type Kind = 'text' | 'textOrNumber' | 'number' | 'flag' | 'list' | 'scenario';

const KINDS: Readonly<Record<keyof ServeSettings, Kind>> = {
  contracts: 'list',
  port: 'number',
  host: 'text',
  seed: 'textOrNumber',
  size: 'number',
  scenario: 'scenario',
  now: 'text',
  deviation: 'text',
  key: 'text',
  'public-url': 'text',
  'trust-proxy': 'flag',
  cors: 'flag',
  json: 'flag',
  watch: 'flag',
};

const EXPECTED: Readonly<Record<Kind, string>> = {
  text: 'a text',
  textOrNumber: 'a text or a number',
  number: 'a whole number',
  flag: 'true or false',
  list: 'a list of contract ids and files',
  scenario: 'a name, a file, or a map from contract id to either',
};

/**
 * Reads a configuration file.
 *
 * @param file - its path; without, `pagewright.config.yaml` or `.json` in the folder, if there is one
 * @param cwd - the folder that the path is relative to
 * @returns its settings; files that it names are taken relative to itself
 * @throws {CliError} for a file that is not there, {@link ContractError} for what is wrong in it, with its line
 */
export function readConfigFile(file: string | undefined, cwd: string): ServeSettings {
  const found = file === undefined ? NAMES.map((name) => join(cwd, name)).find(existsSync) : resolve(cwd, file);
  if (found === undefined) return {};
  if (!existsSync(found)) throw new CliError(`there is no configuration file ${file}`);
  const source = readSourceDocument(found);
  const { value } = source;
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new ContractError([source.problemAt([], `expected settings by name: ${Object.keys(KINDS).join(', ')}`)]);
  }
  const { check: _otherCommand, ...own } = value as Record<string, unknown>;
  const problems = Object.entries(own).flatMap(([key, setting]) => findProblem(source, key, setting));
  if (problems.length > 0) throw new ContractError(problems);
  const { seed, ...settings } = own as ServeSettings;
  return resolveFiles({ ...settings, ...(seed !== undefined && { seed: String(seed) }) }, dirname(found));
}

function findProblem(source: SourceDocument, key: string, setting: unknown): ReturnType<SourceDocument['problemAt']>[] {
  if (!Object.hasOwn(KINDS, key)) {
    const names = Object.keys(KINDS);
    return [
      source.problemAt(
        [key],
        `there is no setting ${key}${didYouMean(key, names) || `; there are ${names.join(', ')}`}`,
      ),
    ];
  }
  const kind = KINDS[key as keyof ServeSettings];
  return isOfKind(setting, kind)
    ? []
    : [source.problemAt([key], `${key} is ${JSON.stringify(setting)}; expected ${EXPECTED[kind]}`)];
}

function isOfKind(value: unknown, kind: Kind): boolean {
  const isText = typeof value === 'string' && value !== '';
  switch (kind) {
    case 'text':
      return isText;
    case 'textOrNumber':
      return isText || Number.isFinite(value);
    case 'number':
      return Number.isInteger(value);
    case 'flag':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
    case 'scenario':
      return (
        isText ||
        (typeof value === 'object' &&
          value !== null &&
          !Array.isArray(value) &&
          Object.values(value).every((item) => typeof item === 'string'))
      );
  }
}
