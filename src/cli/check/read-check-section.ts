import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ContractError } from '../../contract/contract-error.ts';
import { readSourceDocument, type SourceDocument } from '../../contract/source-document.ts';
import { CliError } from '../cli-error.ts';
import { didYouMean } from '../text/find-near-names.ts';
import type { CheckSettings } from './check-settings.ts';

const NAMES = ['pagewright.config.yaml', 'pagewright.config.yml', 'pagewright.config.json'];

type Kind = 'text' | 'file' | 'number' | 'whole' | 'flag' | 'texts' | 'pairs' | 'roles';

const KINDS: Readonly<Record<string, readonly [keyof CheckSettings, Kind]>> = {
  'base-url': ['baseUrl', 'text'],
  header: ['header', 'pairs'],
  'path-param': ['pathParam', 'pairs'],
  'foreign-path-param': ['foreignPathParam', 'pairs'],
  as: ['as', 'roles'],
  operation: ['operation', 'text'],
  json: ['json', 'file'],
  junit: ['junit', 'file'],
  html: ['html', 'file'],
  markdown: ['markdown', 'file'],
  'max-requests': ['maxRequests', 'whole'],
  rate: ['rate', 'number'],
  concurrency: ['concurrency', 'whole'],
  timeout: ['timeout', 'whole'],
  only: ['only', 'texts'],
  waivers: ['waivers', 'file'],
  strict: ['strict', 'flag'],
};

/**
 * Reads the section `check` of a configuration file.
 *
 * @param file - its path; without, the usual one in the folder, if there is one
 * @returns its settings; files that it names are taken relative to itself
 * @throws {CliError} for a file that is not there, {@link ContractError} for what is wrong in it, with its line
 */
export function readCheckSection(file: string | undefined, cwd: string): CheckSettings {
  const found = file === undefined ? NAMES.map((name) => join(cwd, name)).find(existsSync) : resolve(cwd, file);
  if (found === undefined) return {};
  if (!existsSync(found)) throw new CliError(`there is no configuration file ${file}`);
  const source = readSourceDocument(found);
  const section = (source.value as { readonly check?: unknown } | null)?.check ?? {};
  if (!isMap(section)) throw new ContractError([source.problemAt(['check'], 'expected settings by name')]);
  const problems = Object.entries(section).flatMap(([key, value]) => findProblem(source, key, value));
  if (problems.length > 0) throw new ContractError(problems);
  const settings = Object.entries(section).map(([key, value]) => readSetting(key, value, dirname(found)));
  return Object.fromEntries(settings);
}

/** `-` is standard output, not a file. */
function readSetting(key: string, value: unknown, folder: string): readonly [string, unknown] {
  const [name, kind] = KINDS[key] ?? [key];
  return [name, kind === 'file' && value !== '-' ? resolve(folder, String(value)) : value];
}

function findProblem(source: SourceDocument, key: string, value: unknown): ReturnType<SourceDocument['problemAt']>[] {
  const [, kind] = Object.hasOwn(KINDS, key) ? (KINDS[key] ?? []) : [];
  if (kind === undefined) {
    const names = Object.keys(KINDS);
    const hint = didYouMean(key, names) || `; there are ${names.join(', ')}`;
    return [source.problemAt(['check', key], `there is no setting ${key}${hint}`)];
  }
  return isOfKind(value, kind) ? [] : [source.problemAt(['check', key], `expected ${EXPECTED[kind]}`)];
}

const EXPECTED: Readonly<Record<Kind, string>> = {
  text: 'a text',
  file: 'a file, or - for standard output',
  whole: 'a whole number above 0',
  number: 'a number above 0',
  flag: 'true or false',
  texts: 'a list of texts',
  pairs: 'a map from name to text',
  roles: 'a map from role to a map of headers',
};

function isOfKind(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case 'text':
    case 'file':
      return typeof value === 'string' && value !== '';
    case 'number':
      return typeof value === 'number' && value > 0;
    case 'whole':
      return Number.isInteger(value) && Number(value) > 0;
    case 'flag':
      return typeof value === 'boolean';
    case 'texts':
      return Array.isArray(value) && value.every((one) => typeof one === 'string');
    case 'pairs':
      return isMap(value) && Object.values(value).every((one) => typeof one === 'string');
    case 'roles':
      return isMap(value) && Object.values(value).every((one) => isOfKind(one, 'pairs'));
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
