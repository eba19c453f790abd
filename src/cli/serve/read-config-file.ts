import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ContractError } from '../../contract/contract-error.ts';
import { readSourceDocument, type SourceDocument } from '../../contract/source-document.ts';
import { parseFault } from '../../fault/parse-fault.ts';
import { CliError } from '../cli-error.ts';
import { didYouMean } from '../text/find-near-names.ts';
import { resolveFiles } from './resolve-files.ts';
import type { ServeSettings } from './serve-settings.ts';

const NAMES = ['pagewright.config.yaml', 'pagewright.config.yml', 'pagewright.config.json'];

type Kind = 'text' | 'textOrNumber' | 'number' | 'flag' | 'flagOrSeed' | 'list' | 'faults' | 'scenario' | 'secret';

const KINDS: Readonly<Record<keyof ServeSettings, Kind>> = {
  contracts: 'list',
  port: 'number',
  host: 'text',
  seed: 'textOrNumber',
  size: 'number',
  scenario: 'scenario',
  now: 'text',
  deviation: 'text',
  grease: 'flagOrSeed',
  faults: 'faults',
  'session-idle': 'textOrNumber',
  key: 'secret',
  'admin-token': 'secret',
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
  flagOrSeed: 'true, false, or a seed: a text or a number',
  list: 'a list of contract ids and files',
  faults: 'a list of faults: texts such as "latency:ms=300", or objects',
  scenario: 'a name, a file, or a map from contract id to either',
  secret: 'a text',
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
  return resolveFiles(toSettings(own), dirname(found));
}

/** Seeds and faults can be numbers in a file. */
function toSettings({ seed, grease, faults, ...others }: Readonly<Record<string, unknown>>): ServeSettings {
  return {
    ...others,
    ...(seed !== undefined && { seed: String(seed) }),
    ...(grease !== undefined && { grease: typeof grease === 'boolean' ? grease : String(grease) }),
    ...(faults !== undefined && { faults: (faults as readonly unknown[]).map(parseFault) }),
  };
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
  if (!isOfKind(setting, kind)) {
    const found = kind === 'secret' ? 'something else' : JSON.stringify(setting);
    return [source.problemAt([key], `${key} is ${found}; expected ${EXPECTED[kind]}`)];
  }
  return kind === 'faults' ? findFaultProblems(source, key, setting as readonly unknown[]) : [];
}

function findFaultProblems(
  source: SourceDocument,
  key: string,
  faults: readonly unknown[],
): ReturnType<SourceDocument['problemAt']>[] {
  return faults.flatMap((fault, index) => {
    try {
      parseFault(fault);
      return [];
    } catch (error) {
      return [source.problemAt([key, index], (error as Error).message)];
    }
  });
}

function isOfKind(value: unknown, kind: Kind): boolean {
  const isText = typeof value === 'string' && value !== '';
  switch (kind) {
    case 'text':
    case 'secret':
      return isText;
    case 'textOrNumber':
      return isText || Number.isFinite(value);
    case 'number':
      return Number.isInteger(value);
    case 'flag':
      return typeof value === 'boolean';
    case 'flagOrSeed':
      return typeof value === 'boolean' || isText || Number.isFinite(value);
    case 'faults':
      return Array.isArray(value);
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
