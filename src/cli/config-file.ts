import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { GateLevel } from '../../conformance/run/gate.ts';
import type { Fault } from '../alter/faults/kinds.ts';
import { parseFault } from '../alter/faults/parse.ts';
import { type Problem, problemsError } from '../contract/error.ts';
import { readSourceDocument, type SourceDocument } from '../contract/source-document.ts';
import { didYouMean } from '../contract/text.ts';
import { isScenarioFile } from '../server/options.ts';
import { resolveContract } from './contract-files.ts';
import { usageError } from './errors.ts';
import type { Pairs } from './flags.ts';
import type { ReportFlags } from './reports.ts';

/** The settings of `serve`, by the names of its flags; the same on the command line and in a configuration file. */
export interface ServeSettings {
  readonly contracts?: readonly string[];
  /** Folders that references of contract files may lead into. */
  readonly allow?: readonly string[];
  /** An overlay, or a file of blocks, for the only contract. */
  readonly overlay?: string;
  readonly port?: number;
  readonly host?: string;
  readonly seed?: string;
  readonly size?: number;
  /** For all contracts, or by id. */
  readonly scenario?: string | Readonly<Record<string, string>>;
  readonly now?: string;
  readonly deviation?: string;
  /** A text is the seed. */
  readonly grease?: boolean | string;
  /** Objects, or texts such as `latency:ms=300`. */
  readonly faults?: readonly (Fault | string)[];
  /** A duration such as `2h`, or milliseconds. */
  readonly 'session-idle'?: string | number;
  readonly key?: string;
  readonly 'admin-token'?: string;
  readonly 'public-url'?: string;
  readonly 'trust-proxy'?: boolean;
  readonly cors?: boolean;
  readonly json?: boolean;
  readonly watch?: boolean;
}

/** The settings of `check`. */
export interface CheckSettings extends ReportFlags {
  readonly baseUrl?: string;
  readonly header?: Pairs;
  readonly query?: Pairs;
  readonly pathParam?: Pairs;
  readonly foreignPathParam?: Pairs;
  readonly as?: Readonly<Record<string, Pairs>>;
  readonly operation?: string;
  readonly allow?: readonly string[];
  readonly overlay?: string;
  readonly maxRequests?: number;
  readonly rate?: number;
  readonly concurrency?: number;
  readonly timeout?: number;
  readonly only?: readonly string[];
  readonly waivers?: string;
  readonly strict?: boolean;
  readonly failOn?: readonly string[];
  /** What violations count as, by id. */
  readonly levels?: Readonly<Record<string, GateLevel>>;
  readonly baseline?: string;
  /** In milliseconds. */
  readonly timeoutTotal?: number;
  readonly quick?: boolean;
  readonly seed?: number;
}

/** What a setting may be, for messages, and the test of it. */
interface Kind {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
  /** Whether messages must not show its value. */
  readonly isSecret?: boolean;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isMap = (value: unknown): value is Readonly<Record<string, unknown>> => {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
};
const isString = (value: unknown): boolean => typeof value === 'string';
const isMapOf = (value: unknown, accepts: (one: unknown) => boolean): boolean => {
  return isMap(value) && Object.values(value).every(accepts);
};
const isPairs = (value: unknown): boolean => isMapOf(value, isString);

const TEXT: Kind = { expected: 'text', accepts: isText };
const SECRET: Kind = { ...TEXT, isSecret: true };
const TEXT_OR_NUMBER: Kind = {
  expected: 'text or a number',
  accepts: (value) => isText(value) || Number.isFinite(value),
};
const SEED: Kind = {
  expected: `a whole number from 0 to ${2 ** 32 - 1}`,
  accepts: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 32,
};
const INTEGER: Kind = { expected: 'a whole number', accepts: Number.isInteger };
const COUNT: Kind = {
  expected: 'a whole number above 0',
  accepts: (value) => Number.isInteger(value) && Number(value) > 0,
};
const RATE: Kind = { expected: 'a number above 0', accepts: (value) => typeof value === 'number' && value > 0 };
const FLAG: Kind = { expected: 'true or false', accepts: (value) => typeof value === 'boolean' };
const FLAG_OR_SEED: Kind = {
  expected: 'true, false, or a seed (text or a number)',
  accepts: (value) => FLAG.accepts(value) || TEXT_OR_NUMBER.accepts(value),
};
const CONTRACTS: Kind = {
  expected: 'a list of contract ids and files',
  accepts: (value) => Array.isArray(value) && value.length > 0 && value.every(isString),
};
const FAULTS: Kind = {
  expected: 'a list of faults: texts such as "latency:ms=300", or objects',
  accepts: Array.isArray,
};
const SCENARIO: Kind = {
  expected: 'a name, a file, or a map from contract id to either',
  accepts: (value) => isText(value) || isPairs(value),
};
const FILE: Kind = { expected: 'a file, or - for standard output', accepts: isText };
const TEXTS: Kind = {
  expected: 'a list of texts',
  accepts: (value) => Array.isArray(value) && value.every(isString),
};
const FOLDERS: Kind = { ...TEXTS, expected: 'a list of folders' };
const PAIRS: Kind = { expected: 'a map from name to text', accepts: isPairs };
const ROLES: Kind = {
  expected: 'a map from role to a map of headers',
  accepts: (value) => isMapOf(value, isPairs),
};

const LEVELS: Kind = {
  expected: 'a map from requirement id to must, should, may or off',
  accepts: (value) => isMapOf(value, (level) => ['must', 'should', 'may', 'off'].includes(String(level))),
};

const SERVE_SETTINGS: Readonly<Record<keyof ServeSettings, Kind>> = {
  contracts: CONTRACTS,
  allow: FOLDERS,
  overlay: TEXT,
  port: INTEGER,
  host: TEXT,
  seed: TEXT_OR_NUMBER,
  size: INTEGER,
  scenario: SCENARIO,
  now: TEXT,
  deviation: TEXT,
  grease: FLAG_OR_SEED,
  faults: FAULTS,
  'session-idle': TEXT_OR_NUMBER,
  key: SECRET,
  'admin-token': SECRET,
  'public-url': TEXT,
  'trust-proxy': FLAG,
  cors: FLAG,
  json: FLAG,
  watch: FLAG,
};

const CHECK_SETTINGS: Readonly<Record<string, Kind>> = {
  'base-url': TEXT,
  header: { ...PAIRS, isSecret: true },
  query: { ...PAIRS, isSecret: true },
  'path-param': PAIRS,
  'foreign-path-param': PAIRS,
  as: { ...ROLES, isSecret: true },
  operation: TEXT,
  allow: FOLDERS,
  overlay: FILE,
  json: FILE,
  junit: FILE,
  html: FILE,
  markdown: FILE,
  'max-requests': COUNT,
  rate: RATE,
  concurrency: COUNT,
  timeout: COUNT,
  only: TEXTS,
  waivers: FILE,
  strict: FLAG,
  'fail-on': TEXTS,
  levels: LEVELS,
  baseline: FILE,
  'timeout-total': COUNT,
  quick: FLAG,
  seed: SEED,
};

/**
 * Reads the settings of `serve` from a configuration file.
 *
 * @param file - its path; by default `pagewright.config.yaml` or `.json` in the folder, if there is one
 * @param cwd - the folder that the path is relative to
 * @returns the settings; paths in them are relative to the file
 * @throws {PagewrightError} `usage` for a missing file, `invalid-contract` for mistakes in it, with line and column
 */
export function readServeSettings(file: string | undefined, cwd: string): ServeSettings {
  const source = openConfigFile(file, cwd);
  if (source === undefined) return {};
  const { check: _otherCommand, ...settings } = readMap(source, source.value, [], SERVE_SETTINGS);
  const problems = findProblems(source, settings, [], SERVE_SETTINGS);
  if (problems.length > 0) throw problemsError('invalid-contract', problems);
  const { seed, grease, faults, ...others } = settings;
  // In YAML, seeds and faults can be numbers.
  const read: ServeSettings = {
    ...others,
    ...(seed !== undefined && { seed: String(seed) }),
    ...(grease !== undefined && { grease: typeof grease === 'boolean' ? grease : String(grease) }),
    ...(faults !== undefined && { faults: (faults as readonly unknown[]).map(parseFault) }),
  };
  return resolveFiles(read, dirname(source.file));
}

/**
 * Reads the section `check` of a configuration file; parameters, result and errors are those of `readServeSettings`.
 */
export function readCheckSettings(file: string | undefined, cwd: string): CheckSettings {
  const source = openConfigFile(file, cwd);
  const section = (source?.value as { readonly check?: unknown } | null | undefined)?.check;
  if (source === undefined || section === undefined) return {};
  const settings = readMap(source, section, ['check'], CHECK_SETTINGS);
  const problems = findProblems(source, settings, ['check'], CHECK_SETTINGS);
  if (problems.length > 0) throw problemsError('invalid-contract', problems);
  const folder = dirname(source.file);
  const read = Object.entries(settings).map(([key, value]) => {
    return [toCamelCase(key), resolvePaths(CHECK_SETTINGS[key], value, folder)];
  });
  return Object.fromEntries(read);
}

function resolvePaths(kind: Kind | undefined, value: unknown, folder: string): unknown {
  if (kind === FOLDERS) return (value as readonly string[]).map((path) => resolve(folder, path));
  return kind === FILE && value !== '-' ? resolve(folder, String(value)) : value;
}

/**
 * Makes the paths in settings absolute.
 *
 * @param folder - that the paths are relative to
 * @throws {PagewrightError} `usage` for a contract that is neither built in nor a file
 */
export function resolveFiles(settings: ServeSettings, folder: string): ServeSettings {
  const { contracts, allow, overlay, scenario } = settings;
  const toPath = (text: string): string => (isScenarioFile(text) ? resolve(folder, text) : text);
  return {
    ...settings,
    ...(contracts !== undefined && { contracts: contracts.map((name) => resolveContract(name, folder)) }),
    ...(allow !== undefined && { allow: allow.map((path) => resolve(folder, path)) }),
    ...(overlay !== undefined && { overlay: resolve(folder, overlay) }),
    ...(typeof scenario === 'string' && { scenario: toPath(scenario) }),
    ...(typeof scenario === 'object' && {
      scenario: Object.fromEntries(Object.entries(scenario).map(([id, text]) => [id, toPath(text)])),
    }),
  };
}

const CONFIG_FILES = ['pagewright.config.yaml', 'pagewright.config.yml', 'pagewright.config.json'];

function openConfigFile(file: string | undefined, cwd: string): SourceDocument | undefined {
  const path = file === undefined ? CONFIG_FILES.map((name) => join(cwd, name)).find(existsSync) : resolve(cwd, file);
  if (path === undefined) return undefined;
  if (!existsSync(path)) throw usageError(`Configuration file not found: ${file}`);
  return readSourceDocument(path);
}

type Path = readonly (string | number)[];

function readMap(
  source: SourceDocument,
  value: unknown,
  path: Path,
  kinds: Readonly<Record<string, Kind>>,
): Readonly<Record<string, unknown>> {
  if (value === null) return {};
  if (isMap(value)) return value;
  const names = Object.keys(kinds).join(', ');
  throw problemsError('invalid-contract', [source.problemAt([...path], `Must be a map of settings: ${names}`)]);
}

function findProblems(
  source: SourceDocument,
  settings: Readonly<Record<string, unknown>>,
  path: Path,
  kinds: Readonly<Record<string, Kind>>,
): readonly Problem[] {
  return Object.entries(settings).flatMap(([key, value]) => {
    const at = [...path, key];
    const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
    if (kind === undefined) {
      return [source.problemAt(at, `Unknown setting ${key}${didYouMean(key, Object.keys(kinds))}`)];
    }
    if (!kind.accepts(value)) {
      const shown = kind.isSecret === true ? '' : ` ${JSON.stringify(value)}`;
      return [source.problemAt(at, `Invalid ${key}${shown}: must be ${kind.expected}`)];
    }
    return kind === FAULTS ? findFaultProblems(source, at, value as readonly unknown[]) : [];
  });
}

function findFaultProblems(source: SourceDocument, path: Path, faults: readonly unknown[]): readonly Problem[] {
  return faults.flatMap((fault, index) => {
    try {
      parseFault(fault);
      return [];
    } catch (error) {
      return [source.problemAt([...path, index], (error as Error).message)];
    }
  });
}

function toCamelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
