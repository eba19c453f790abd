import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ContractError } from '../../contract/contract-error.ts';
import { readSourceDocument, type SourceDocument } from '../../contract/source-document.ts';
import { CliError } from '../cli-error.ts';
import type { CheckSettings } from './check-settings.ts';

const NAMES = ['pagewright.config.yaml', 'pagewright.config.yml', 'pagewright.config.json'];

type Kind = 'text' | 'number' | 'flag' | 'texts' | 'pairs' | 'roles';

const KINDS: Readonly<Record<string, readonly [keyof CheckSettings, Kind]>> = {
  'base-url': ['baseUrl', 'text'],
  header: ['header', 'pairs'],
  'path-param': ['pathParam', 'pairs'],
  'foreign-path-param': ['foreignPathParam', 'pairs'],
  as: ['as', 'roles'],
  operation: ['operation', 'text'],
  json: ['json', 'text'],
  junit: ['junit', 'text'],
  html: ['html', 'text'],
  markdown: ['markdown', 'text'],
  'max-requests': ['maxRequests', 'number'],
  rate: ['rate', 'number'],
  concurrency: ['concurrency', 'number'],
  timeout: ['timeout', 'number'],
  only: ['only', 'texts'],
  waivers: ['waivers', 'text'],
  strict: ['strict', 'flag'],
};

/**
 * Reads the section `check` of a configuration file.
 *
 * @param file - its path; without, the usual one in the folder, if there is one
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
  return Object.fromEntries(Object.entries(section).map(([key, value]) => [KINDS[key]?.[0] ?? key, value]));
}

function findProblem(source: SourceDocument, key: string, value: unknown): ReturnType<SourceDocument['problemAt']>[] {
  const [, kind] = KINDS[key] ?? [];
  if (kind === undefined) {
    return [source.problemAt(['check', key], `there is no setting ${key}; there are ${Object.keys(KINDS).join(', ')}`)];
  }
  return isOfKind(value, kind) ? [] : [source.problemAt(['check', key], `expected ${EXPECTED[kind]}`)];
}

const EXPECTED: Readonly<Record<Kind, string>> = {
  text: 'a text',
  number: 'a number above 0',
  flag: 'true or false',
  texts: 'a list of texts',
  pairs: 'a map from name to text',
  roles: 'a map from role to a map of headers',
};

function isOfKind(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string' && value !== '';
    case 'number':
      return typeof value === 'number' && value > 0;
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
