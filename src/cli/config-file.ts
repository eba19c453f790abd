import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { GateLevel } from '../../conformance/run/gate.ts';
import type { Fault } from '../alter/faults/kinds.ts';
import { parseFault } from '../alter/faults/parse.ts';
import { type Problem, problemsError } from '../contract/error.ts';
import { readSourceDocument, type SourceDocument } from '../contract/source-document.ts';
import { didYouMean } from '../contract/text.ts';
import { isScenarioFile } from '../server/options.ts';
import { findConfigProblems, type SettingSchema, schemaOfCheckSetting } from './config-schema.ts';
import { resolveContract } from './contract-files.ts';
import { usageError } from './errors.ts';
import { collectList, type Pairs, parseLimit } from './flags.ts';
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
  /** A number of exchanges, or bytes such as `64MB`. */
  readonly 'journal-size'?: string | number;
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
  /** Values for what a document requires of every body, by name. */
  readonly bodyParam?: Readonly<Record<string, unknown>>;
  /** Values that some rows are known to have, by filter. */
  readonly known?: Readonly<Record<string, unknown>>;
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
  /** A command that changes rows between two pages. */
  readonly betweenPages?: string;
  /** A URL, or a command. */
  readonly oracle?: string;
  /** In milliseconds. */
  readonly hookTimeout?: number;
  /** Of the command line only. */
  readonly plan?: boolean;
  readonly seed?: number;
}

/** Settings of one target, which may differ for some contracts. */
interface TargetSection extends CheckSection {
  readonly contracts?: Readonly<Record<string, CheckSection | null>> | null;
}

/** Settings of `check` as they stand in a file. */
type CheckSection = Readonly<Record<string, unknown>>;

/** What a configuration file may hold for `check`. */
interface ConfigFile {
  readonly check?: (CheckSection & { readonly target?: string }) | null;
  readonly targets?: Readonly<Record<string, TargetSection | null>> | null;
}

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
  const { check: _, targets: __, $schema: ___, ...settings } = source.value as Readonly<Record<string, unknown>>;
  const { seed, grease, faults, ...others } = settings;
  const problems = findFaultProblems(source, (faults ?? []) as readonly unknown[]);
  if (problems.length > 0) throw problemsError('invalid-contract', problems);
  // In YAML, seeds and faults can be numbers.
  const read: ServeSettings = {
    ...others,
    ...(seed !== undefined && { seed: String(seed) }),
    ...(grease !== undefined && { grease: typeof grease === 'boolean' ? grease : String(grease) }),
    ...(faults !== undefined && { faults: (faults as readonly unknown[]).map(parseFault) }),
  };
  return resolveFiles(read, dirname(source.file));
}

/** Of which target, and for which contract. */
export interface TargetChoice {
  /** A name below `targets`; by default the one that the section `check` names, if it does. */
  readonly target?: string | undefined;
  /** As it stands on the command line: an id, or a file. */
  readonly contract?: string;
}

/**
 * Reads the settings of `check` from a configuration file: its section `check`, over it the target, and over that what the target has for
 * the contract. Parameters and errors are those of `readServeSettings`.
 *
 * @returns the settings; paths in them are relative to the file
 * @throws {PagewrightError} `usage` for a target that the file does not have
 */
export function readCheckSettings(
  file: string | undefined,
  cwd: string,
  { target, contract }: TargetChoice = {},
): CheckSettings {
  const source = openConfigFile(file, cwd);
  if (source === undefined && target !== undefined) {
    throw usageError(`Unknown target ${target}: there is no ${CONFIG_FILES[0]} that describes targets`);
  }
  if (source === undefined) return {};
  const folder = dirname(source.file);
  const { check, targets } = source.value as ConfigFile;
  const { target: usual, ...section } = check ?? {};
  const { contracts, ...chosen } = findTarget(source, targets ?? {}, target ?? usual);
  const isMeant = (name: string): boolean => {
    return name === contract || (contract !== undefined && resolve(folder, name) === resolve(cwd, contract));
  };
  const own = Object.entries(contracts ?? {}).flatMap(([name, settings]) => (isMeant(name) ? [settings ?? {}] : []));
  const sections = [section, chosen, ...own];
  return sections.map((one) => toCheckSettings(one, folder)).reduce<CheckSettings>(mergeSettings, {});
}

function findTarget(
  { file }: SourceDocument,
  targets: NonNullable<ConfigFile['targets']>,
  name: string | undefined,
): TargetSection {
  if (name === undefined) return {};
  if (Object.hasOwn(targets, name)) return targets[name] ?? {};
  const known = Object.keys(targets);
  const hint = known.length === 0 ? ': it describes none' : didYouMean(name, known);
  throw usageError(`Unknown target ${name} in ${file}${hint}`);
}

function toCheckSettings(section: CheckSection, folder: string): CheckSettings {
  const read = Object.entries(section).map(([key, value]) => {
    return [toCamelCase(key), resolvePaths(schemaOfCheckSetting(key)['x-path'], readTexts(key, value), folder)];
  });
  return Object.fromEntries(read);
}

/** What the flags would have made of the same text. */
function readTexts(key: string, value: unknown): unknown {
  if (key === 'timeout-total' || key === 'hook-timeout') return parseLimit(String(value));
  return key === 'fail-on' && typeof value === 'string' ? collectList(value) : value;
}

function resolvePaths(kind: SettingSchema['x-path'], value: unknown, folder: string): unknown {
  if (kind === 'files') return (value as readonly string[]).map((path) => resolve(folder, path));
  return kind === 'file' && value !== '-' ? resolve(folder, String(value)) : value;
}

/**
 * Puts settings over others: maps by their names, everything else as a whole.
 *
 * @param over - they take precedence
 */
export function mergeSettings(settings: CheckSettings, over: CheckSettings): CheckSettings {
  const merged = Object.entries(over).map(([key, value]) => {
    const before = (settings as Readonly<Record<string, unknown>>)[key];
    return [key, isMap(before) && isMap(value) ? mergeMaps(before, value) : value];
  });
  return { ...settings, ...Object.fromEntries(merged) };
}

/** Names of headers are the same in any case. */
function mergeMaps(before: Values, over: Values): Values {
  const names = new Set(Object.keys(over).map((name) => name.toLowerCase()));
  const kept = Object.entries(before).filter(([name]) => !names.has(name.toLowerCase()));
  const added = Object.entries(over).map(([name, value]) => {
    const inner = before[name];
    return [name, isMap(inner) && isMap(value) ? mergeMaps(inner, value) : value];
  });
  return { ...Object.fromEntries(kept), ...Object.fromEntries(added) };
}

type Values = Readonly<Record<string, unknown>>;

function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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

/** @returns the file, which is as its schema wants it; an empty one is an empty map */
function openConfigFile(file: string | undefined, cwd: string): SourceDocument | undefined {
  const path = file === undefined ? CONFIG_FILES.map((name) => join(cwd, name)).find(existsSync) : resolve(cwd, file);
  if (path === undefined) return undefined;
  if (!existsSync(path)) throw usageError(`Configuration file not found: ${file}`);
  const source = readSourceDocument(path);
  const problems = findConfigProblems(source);
  if (problems.length > 0) throw problemsError('invalid-contract', problems);
  return { ...source, value: source.value ?? {} };
}

function findFaultProblems(source: SourceDocument, faults: readonly unknown[]): readonly Problem[] {
  return faults.flatMap((fault, index) => {
    try {
      parseFault(fault);
      return [];
    } catch (error) {
      return [source.problemAt(['faults', index], (error as Error).message)];
    }
  });
}

function toCamelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
