import type { Contract } from '../contract/contract.ts';
import { PagewrightError, type Problem, problemsError } from '../contract/error.ts';
import { createRowCompleter } from './create-row-completer.ts';
import { nearNamesClause } from './hints/suggest-names.ts';
import type { RawEntry, Scenario } from './scenario.ts';
import { createCollection, type Ground } from './scenarios/create-collection.ts';
import {
  createDefaultTenants,
  DEFAULT_NOW,
  DEFAULT_ROWS,
  DEFAULT_SCENARIO,
} from './scenarios/create-default-scenario.ts';
import { defaultDirectories, findScenarioFiles, scenarioName } from './scenarios/find-scenario-files.ts';
import { below, type Layers, type Part, problemOf, readLayers } from './scenarios/layers.ts';
import { parseRows, type Segment } from './scenarios/parse-rows.ts';
import { parseTenants, parseTime } from './scenarios/parse-tenants.ts';
import { resizeFirstRecipe } from './scenarios/resize-first-recipe.ts';

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

/** The file of the scenario that is asked for; `undefined`: the one that needs no file. */
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
    `${contract.id} has no scenario ${name}; it has ${known.join(', ')}${nearNamesClause(name, known)}`,
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
  return assemble({ contract, seed, now }, { name, title, file, tenants, faults }, resize(options, name, segments));
}

function createDefault(options: LoadScenarioOptions): Scenario {
  const { contract, seed = 1, now = DEFAULT_NOW } = options;
  const tenants = createDefaultTenants(contract);
  const names = tenants.flatMap(({ collections }) => collections);
  const createRecipe = (): Segment => ({ kind: 'recipe', count: DEFAULT_ROWS, overrides: {}, part: undefined });
  const segments = resize(options, DEFAULT_SCENARIO, new Map(names.map((name) => [name, [createRecipe()]])));
  return assemble(
    { contract, seed, now },
    { name: DEFAULT_SCENARIO, title: 'Two tenants with generated rows', tenants },
    segments,
  );
}

type Segments = ReadonlyMap<string, readonly Segment[]>;

function resize({ contract, size }: LoadScenarioOptions, name: string, segments: Segments): Segments {
  if (size === undefined) return segments;
  const resized = resizeFirstRecipe(segments, size);
  if (resized !== undefined) return resized;
  throw new PagewrightError(
    'invalid-size',
    `scenario ${name} of ${contract.id} has no recipe (generate: …), so it cannot have another size`,
  );
}

function assemble(
  ground: Ground,
  head: Pick<Scenario, 'name' | 'title' | 'file' | 'tenants' | 'faults'>,
  segments: Segments,
): Scenario {
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
    ...head,
    now: ground.now,
    collections: new Map([...made].map(([name, { sources }]) => [name, sources])),
    completeRow: (fields, { collection, now, isTaken }) => {
      const complete =
        completers.get(collection) ?? createRowCompleter({ ...ground, stream: collection, firstIndex: 0 });
      return complete(fields, { now, isTaken });
    },
  };
}

function listEntries(part: Part | undefined, problems: Problem[]): readonly RawEntry[] {
  if (part === undefined) return [];
  if (!Array.isArray(part.value)) {
    problems.push(problemOf(part, 'expected a list'));
    return [];
  }
  return part.value.map((value: unknown, index) => {
    return { value, problem: (message) => problemOf(below(part, index), message) };
  });
}

function parseTitle(part: Part, problems: Problem[]): string {
  if (typeof part.value === 'string' && part.value !== '') return part.value;
  problems.push(problemOf(part, 'expected one sentence'));
  return '';
}
