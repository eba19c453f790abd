import { schemaAt } from '../../contract/compile-envelope.ts';
import type { Contract, Json, Parameter } from '../../contract/contract.ts';
import { listFurtherSchemes, listSchemes, listScopes } from '../../contract/credentials.ts';
import { PagewrightError, type Problem, problemsError } from '../../contract/error.ts';
import { boundsOf } from '../../contract/openapi/schema-branches.ts';
import { readSourceDocument } from '../../contract/source-document.ts';
import { nearNamesClause } from '../../contract/text.ts';
import { attempt, countPossibleRows } from '../generate/generated-source.ts';
import { createRowCompleter } from '../generate/row-completer.ts';
import { type CollectionContext, createCollection, parseRows, resizeFirstRecipe, type Segment } from './collections.ts';
import type { Credential, RawEntry, Scenario, Tenant } from './scenario.ts';
import {
  below,
  defaultDirectories,
  findScenarioFiles,
  type Layers,
  type Part,
  problemOf,
  readLayers,
  scenarioName,
} from './scenario-files.ts';
import { parseTenants, parseTime, usualCredential } from './tenants.ts';

/** Which scenario to load, and how. */
export interface LoadScenarioOptions {
  readonly contract: Contract;
  /** The scenario's name; by default `demo`, or the first there is. Not with `file`. */
  readonly name?: string;
  /** The path of a scenario file. */
  readonly file?: string;
  /** Folders with a folder for each contract; by default the package's own, or `fixtures` beside the contract file. */
  readonly directories?: readonly string[];
  /** How many rows the first recipe makes, in place of what it says. */
  readonly size?: number;
  /** Decides all generated values; 1 by default. */
  readonly seed?: string | number;
  /** Milliseconds since 1970, in place of the scenario's own clock. */
  readonly now?: number;
  /** Whether rows that no file describes are made only when somebody looks at them; what is wrong with them is said then. */
  readonly isDeferred?: boolean;
}

/**
 * Loads a scenario of a contract. A contract that has none gets one of two tenants with generated rows, named `default`.
 *
 * @throws {PagewrightError} that lists what is wrong with its files, with file and line
 * @throws {PagewrightError} for an unknown name, or a size where no recipe could take it
 */
export function loadScenario(options: LoadScenarioOptions): Scenario {
  const { contract } = options;
  const files = findScenarioFiles(contract, options.directories ?? defaultDirectories(contract));
  const file = options.file ?? fileNamed(contract, options.name, files);
  return file === undefined ? createDefault(options) : readScenario(options, file, readLayers(contract, file, files));
}

/** The file of the named scenario; `undefined` for the default one, which needs no file. */
function fileNamed(
  contract: Contract,
  name: string | undefined,
  files: ReadonlyMap<string, string>,
): string | undefined {
  if (name === undefined) return files.get('demo') ?? [...files.values()][0];
  const file = files.get(name);
  if (file !== undefined || (files.size === 0 && name === DEFAULT_SCENARIO)) return file;
  const known = files.size === 0 ? [DEFAULT_SCENARIO] : [...files.keys()];
  throw new PagewrightError(
    'unknown-scenario',
    `Unknown scenario ${name}: ${contract.id} has ${known.join(', ')}${nearNamesClause(name, known)}`,
  );
}

function readScenario(options: LoadScenarioOptions, file: string, layers: Layers): Scenario {
  const { contract, seed = 1 } = options;
  const problems: Problem[] = [];
  const missing = (key: string): Part => ({ value: undefined, source: layers.source, path: [key] });
  const title = parseTitle(layers.part('title') ?? missing('title'), problems);
  const clock = layers.part('now');
  const now = options.now ?? (clock && parseTime(clock, problems)) ?? DEFAULT_NOW;
  const tenants = parseTenants(contract, layers.part('tenants') ?? missing('tenants'), problems);
  const segments = parseRows(contract, tenants, layers.part('rows'), problems);
  const faults = listEntries(layers.part('faults'), problems);
  if (problems.length > 0) throw problemsError('invalid-contract', problems);
  const name = scenarioName(file);
  const make = (): MadeRows => makeRows({ contract, seed, now }, resize(options, name, segments));
  return assemble({ name, title, file, tenants, faults, now }, [...segments.keys()], make);
}

function createDefault(options: LoadScenarioOptions): Scenario {
  const { contract, seed = 1, now = DEFAULT_NOW } = options;
  const tenants = createDefaultTenants(contract);
  const names = tenants.flatMap(({ collections }) => collections);
  const make = (): MadeRows => {
    const wanted = Math.min(usualRows(contract), mostRows(contract));
    const count = countPossibleRows({ contract, seed, now, size: 0 }, wanted);
    const createRecipe = (): Segment => ({ kind: 'recipe', count, overrides: {}, part: undefined });
    const segments = new Map(names.map((name) => [name, [createRecipe()]]));
    return makeRows({ contract, seed, now }, resize(options, DEFAULT_SCENARIO, segments));
  };
  const title = tenants.length === 1 ? 'Generated rows' : 'Two tenants with generated rows';
  const head = { name: DEFAULT_SCENARIO, title, tenants, now };
  return options.isDeferred === true
    ? defer(head, names, () => makeLater(contract, make))
    : assemble(head, names, make);
}

/** @throws {PagewrightError} `no-rows`, which says of what list */
function makeLater({ method, path }: Contract, make: () => MadeRows): MadeRows {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof PagewrightError)) throw error;
    const reason = error.problems[0]?.message ?? error.message;
    throw new PagewrightError('no-rows', `No rows can be made for ${method} ${path}: ${reason}`, { cause: error });
  }
}

type Segments = ReadonlyMap<string, readonly Segment[]>;

function resize({ contract, size }: LoadScenarioOptions, name: string, segments: Segments): Segments {
  if (size === undefined) return segments;
  const resized = resizeFirstRecipe(segments, size);
  if (resized !== undefined) return resized;
  throw new PagewrightError(
    'invalid-size',
    `Scenario ${name} of ${contract.id} cannot be resized: it has no recipe (generate: …)`,
  );
}

/** What is made from the segments of a scenario. */
type MadeRows = Pick<Scenario, 'collections' | 'completeRow'>;

/** @throws {PagewrightError} that lists what is wrong with them */
function makeRows(ground: CollectionContext, segments: Segments): MadeRows {
  const problems: Problem[] = [];
  const made = new Map([...segments].map(([name, list]) => [name, createCollection(ground, name, list, problems)]));
  if (problems.length > 0) throw problemsError('invalid-contract', problems);
  const completers = new Map(
    [...made].map(([stream, { nextIndex }]) => [
      stream,
      createRowCompleter({ ...ground, stream, firstIndex: nextIndex }),
    ]),
  );
  return {
    collections: new Map([...made].map(([name, { sources }]) => [name, sources])),
    completeRow: (fields, { collection, now, isTaken }) => {
      const complete =
        completers.get(collection) ?? createRowCompleter({ ...ground, stream: collection, firstIndex: 0 });
      return complete(fields, { now, isTaken });
    },
  };
}

type Head = Pick<Scenario, 'name' | 'title' | 'file' | 'tenants' | 'faults' | 'now'>;

function assemble(head: Head, collectionNames: readonly string[], make: () => MadeRows): Scenario {
  return { ...head, collectionNames, rows: 'made', ...make() };
}

/** @param make - is called once, when somebody looks at the rows, also where it throws */
function defer(head: Head, collectionNames: readonly string[], make: () => MadeRows): Scenario {
  let made: MadeRows | PagewrightError | undefined;
  const read = (): MadeRows => {
    made ??= attempt(make);
    if (made instanceof PagewrightError) throw made;
    return made;
  };
  return {
    ...head,
    collectionNames,
    get collections() {
      return read().collections;
    },
    get rows() {
      if (made === undefined) return 'waiting';
      return made instanceof PagewrightError ? { problem: made.message } : 'made';
    },
    completeRow: (fields, circumstances) => read().completeRow(fields, circumstances),
  };
}

function listEntries(part: Part | undefined, problems: Problem[]): readonly RawEntry[] {
  if (part === undefined) return [];
  if (!Array.isArray(part.value)) {
    problems.push(problemOf(part, 'must be a list'));
    return [];
  }
  return part.value.map((value: unknown, index) => {
    return { value, problem: (message) => problemOf(below(part, index), message) };
  });
}

function parseTitle(part: Part, problems: Problem[]): string {
  if (typeof part.value === 'string' && part.value !== '') return part.value;
  problems.push(problemOf(part, 'must be one sentence'));
  return '';
}

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

/** The name of the scenario of a contract that has none of its own. */
const DEFAULT_SCENARIO = 'default';

/** Where its clock stands. */
const DEFAULT_NOW: number = Date.UTC(2026, 0, 1);

/** How many rows each collection gets at least, and at most, unless its identities are fewer. */
const MIN_ROWS = 50;
const MAX_ROWS = 2500;

/** A page of this size that nobody can ask to be smaller is meant to hold the whole list. */
const WHOLE_LIST = 1000;

/** More rows than two pages of the size that a client gets without asking, unless all of them are in one. */
function usualRows({ page }: Partial<Contract>): number {
  if (page?.limit.parameter === undefined && (page?.limit.default ?? 0) >= WHOLE_LIST) return MIN_ROWS;
  const rows = Math.ceil((page?.limit.default ?? 0) * 2.5);
  return Math.min(Math.max(rows, MIN_ROWS), MAX_ROWS);
}

/** With how many rows no page says more than the document lets it: it may bound the total, and the number of pages. */
function mostRows({ page, envelope, status = 200, responseSchemas }: Partial<Contract>): number {
  const boundAt = (role: 'total' | 'pageCount'): number => {
    const place = envelope?.roles.get(role);
    const body = responseSchemas?.get(status);
    if (place?.in !== 'body' || body === undefined) return Number.POSITIVE_INFINITY;
    return boundsOf(schemaAt(body, place.pointer)).maximum ?? Number.POSITIVE_INFINITY;
  };
  const smallest = (page?.limit.parameter === undefined ? page?.limit.default : page.limit.minimum) ?? 1;
  return Math.max(1, Math.min(boundAt('total'), boundAt('pageCount') * Math.max(1, smallest)));
}

const NAMES = ['alpha', 'beta'];

/**
 * Two tenants with a collection each, and credentials made from the names of the contract's security schemes. Where nothing tells
 * one caller from another, there is one.
 */
function createDefaultTenants(contract: Contract): readonly Tenant[] {
  const schemes = [...listSchemes(contract), ...listFurtherSchemes(contract)];
  const names = schemes.length === 0 && contract.access.scope === undefined ? NAMES.slice(0, 1) : NAMES;
  return names.map((name, index) => ({
    name,
    credentials: createCredentials(contract, name),
    collections: [contract.access.scope === undefined ? name : scopeName(contract.access.scope, name, index)],
  }));
}

function createCredentials(contract: Contract, tenant: string): readonly Credential[] {
  const { access } = contract;
  const schemes = [...listSchemes(contract), ...listFurtherSchemes(contract)];
  const valuesFor = (as: string): Record<string, string> =>
    Object.fromEntries(schemes.map(({ name }) => [name, usualCredential(tenant, name, as)]));
  const scopes = listScopes(contract);
  const whole = { as: 'default', values: valuesFor(''), scopes };
  if (access.credentials.length === 0) return [whole];
  const expired = { as: 'expired', values: valuesFor('-expired'), scopes, expires: 0 };
  const lacking = { as: 'insufficient-scope', values: valuesFor('-insufficient-scope'), scopes: [] };
  return access.requiredScopes.length === 0 ? [whole, expired] : [whole, lacking, expired];
}

/** A name that the scope's parameter accepts. */
function scopeName({ schema }: Parameter, tenant: string, index: number): string {
  const allowed = schema['enum'] as readonly Json[] | undefined;
  if (allowed?.[index] !== undefined) return String(allowed[index]);
  if (schema['type'] === 'integer' || schema['type'] === 'number') return String(index + 1);
  return schema['format'] === 'uuid' ? `00000000-0000-4000-8000-00000000000${index + 1}` : tenant;
}
