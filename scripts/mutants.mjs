// The mutants of the mutation run: each is a list of a contract with one deviation, against which the suite is run. Needs a build.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** @type {typeof import('../src/contract/load-contracts.ts')} */
const { builtInContracts, loadContracts } = await load('src/contract/load-contracts.js');
/** @type {typeof import('../src/alter/deviations/catalogue.ts')} */
const { DEVIATIONS } = await load('src/alter/deviations/catalogue.js');
/** @type {typeof import('../src/server/mock.ts')} */
const { startMock } = await load('src/server/mock.js');
/** @type {typeof import('../conformance/areas/index.ts')} */
const { AREAS } = await load('conformance/areas/index.js');
/** @type {typeof import('../conformance/index.ts')} */
const { runConformance } = await load('conformance/index.js');

/** @type {typeof import('../conformance/diagnosis/index.ts')} */
const { observe } = await load('conformance/diagnosis/index.js');

/** What a user gets who serves a deviation: each of a documented or inferred rule has to show in it. Then rows in which the others do. */
export const SCENARIOS = ['demo', 'awkward', 'ties'];

/** For what must not fail: most can be held against it in rows that are easy to get wrong. */
const SCENARIOS_OF_VARIATIONS = ['awkward'];

/** Whose credentials checks ask with, beside those of another tenant. */
const TOLD_ROLES = new Set(['expired', 'insufficient-scope']);

const CONTRACTS = builtInContracts().flatMap((id) => loadContracts(id).slice(0, 1));

const EXAMPLES_FOLDER = fileURLToPath(new URL('../examples/', import.meta.url));

/** One contract for each shape of list that there is, of which the contracts that come with the package have four. */
export const EXAMPLES = readdirSync(EXAMPLES_FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .flatMap((name) => loadContracts(EXAMPLES_FOLDER + name).slice(0, 1));

/** With every example, only each so-manieth deviation is tried, another one with each: together they try all of them. */
const EXAMPLE_SHARE = 6;

/** Examples have no scenarios of their own, but generated rows: as many as are all read, then more than the largest page holds. */
export const SCENARIOS_OF_EXAMPLES = ['generated', 'more rows'];
const MORE_ROWS = 240;

/** The list without a deviation: it conforms. */
const NONE = 'none';

/**
 * @typedef {{ contract: string, deviation: string }} Mutant
 *
 * What killed a mutant before: the first requirements, without the contract's id, and in which rows.
 * @typedef {{ requirements: readonly string[], scenario: string }} Kill
 *
 * @typedef {Mutant & { triesQuick: boolean, kill?: Kill | undefined, profile?: 'whole' | 'quick' }} Trial
 *
 * @typedef {object} MutantResult
 * @property {string} contract
 * @property {string} deviation
 * @property {string} summary
 * @property {import('../src/contract/contract.ts').Provenance | undefined} level - of the rule that is broken; absent: a variation
 * @property {string} scenario - in which it was killed; the first, when it survived
 * @property {boolean} isFirst - whether that is the first that was tried
 * @property {boolean | undefined} isQuick - whether a quick run kills it, too; absent: it survived, or is a variation
 * @property {Record<string, string>} verdicts - of requirements that are not met, by id without the contract's
 * @property {string[]} detectors - the checks and inspectors that reported it
 * @property {string | undefined} failure - why the run did not finish
 * @property {string[]} seen - what the violations show
 * @property {string[]} met - requirements that are met, by their role
 *
 * @typedef {Pick<MutantResult, 'scenario' | 'verdicts' | 'detectors' | 'failure' | 'seen' | 'met'>} SuiteRun
 */

/** Verdicts that kill a mutant, by the level of the rule that it breaks. */
const KILLING = {
  documented: ['fail'],
  inferred: ['fail', 'warn'],
  chosen: ['fail', 'warn', 'note'],
};

/**
 * Every deviation of every contract that it applies to, and each contract without any; of an example, a share of them.
 *
 * @param {{ all?: boolean, few?: boolean }} [options] - `all`: every deviation of the examples, too; `few`: half of their share
 */
export function listMutants({ all = false, few = false } = {}) {
  const share = few ? EXAMPLE_SHARE * 2 : EXAMPLE_SHARE;
  const own = CONTRACTS.flatMap((contract) => {
    return listOf(contract, () => true);
  });
  const examples = EXAMPLES.flatMap((contract, turn) => {
    const isOnlyHere = (/** @type {import('../src/alter/deviations/deviation.ts').Deviation} */ { appliesTo }) =>
      !CONTRACTS.some((own) => appliesTo(own));
    return listOf(
      contract,
      (deviation, index) => all || index % share === turn % EXAMPLE_SHARE || isOnlyHere(deviation),
    );
  });
  return [...own, ...examples];
}

/**
 * @param {import('../src/index.ts').Contract} contract
 * @param {(deviation: import('../src/alter/deviations/deviation.ts').Deviation, index: number) => boolean} isChosen
 */
function listOf(contract, isChosen) {
  const chosen = DEVIATIONS.filter((deviation) => deviation.appliesTo(contract)).filter(isChosen);
  return [...chosen.map(({ name }) => name), NONE].map((deviation) => ({ contract: contract.id, deviation }));
}

/**
 * Whether it is this contract's turn to have a deviation tried in a whole run: every second deviation has one with one contract, others
 * with each.
 *
 * @param {Mutant} mutant
 */
export function isTurn({ contract: id, deviation: name }) {
  const index = DEVIATIONS.findIndex((one) => one.name === name);
  const fitting = CONTRACTS.filter((contract) => DEVIATIONS[index]?.appliesTo(contract));
  return index % 2 === 0 && fitting[(index / 2) % fitting.length]?.id === id;
}

/**
 * Whether a quick run is enough for a mutant: for what is allowed, with every second contract.
 *
 * @param {Mutant} mutant
 */
export function isQuickTurn({ contract: id, deviation: name }) {
  const index = DEVIATIONS.findIndex((one) => one.name === name);
  const place = CONTRACTS.findIndex((one) => one.id === id);
  return place !== -1 && DEVIATIONS[index]?.breaks === undefined && index !== -1 && (index + place) % 2 === 1;
}

/**
 * Whether there is a mutant, tried or not.
 *
 * @param {string} id - of the contract
 * @param {string} name - of the deviation
 */
export function hasMutant(id, name) {
  const contract = [...CONTRACTS, ...EXAMPLES].find((one) => one.id === id);
  return contract !== undefined && DEVIATIONS.some((one) => one.name === name && one.appliesTo(contract));
}

/**
 * Runs the suite against a mutant, and if it survives, once more over other rows. Where it is known what killed it before, only that
 * is tried first.
 *
 * @param {Trial} trial - and whether to try a quick run, too
 * @returns {Promise<MutantResult>}
 */
export async function runMutant({ contract: id, deviation: name, triesQuick, kill, profile = 'whole' }) {
  const deviation = DEVIATIONS.find((one) => one.name === name);
  const example = EXAMPLES.find((one) => one.id === id);
  const contract = example ?? CONTRACTS.find((one) => one.id === id);
  if (contract === undefined || (deviation === undefined && name !== NONE))
    throw new Error(`Unknown mutant ${id} ${name}`);
  const level = deviation?.breaks?.(contract);
  const isDone = (/** @type {SuiteRun} */ run) => (level === undefined ? isAccused(run) : isKilled({ ...run, level }));
  const summary = deviation?.summary ?? 'The list conforms to its contract';
  const scenarios = scenariosOf(deviation, level, example !== undefined);
  const isFar = deviation?.rows?.scenario === 'large';
  const only = kill?.requirements[0];
  const again =
    only === undefined
      ? undefined
      : await runSuite(contract, deviation?.rows?.scenario ?? kill?.scenario ?? '', deviation?.name, { only });
  const runs =
    again !== undefined && isDone(again)
      ? [again]
      : await runUntil(contract, scenarios, deviation?.name, { isDone, profile });
  const [first] = runs;
  const last = runs.at(-1);
  if (first === undefined || last === undefined) throw new Error('No scenario');
  const shown = isDone(last) ? last : first;
  const isFirst = shown.scenario === scenarios[0];
  // A quick run does not read so far.
  const isQuick =
    triesQuick && !isFar ? await isKilledQuickly(contract, { ...shown, level, deviation: name }) : undefined;
  return { contract: id, deviation: name, summary, level, isFirst, isQuick, ...shown };
}

/**
 * The rows to try a deviation with, one after the other.
 *
 * @param {import('../src/alter/deviations/deviation.ts').Deviation | undefined} deviation
 * @param {import('../src/contract/contract.ts').Provenance | undefined} level
 * @param {boolean} isExample
 */
function scenariosOf(deviation, level, isExample) {
  const own = deviation?.rows?.scenario;
  if (isExample) return own === 'large' ? [own] : SCENARIOS_OF_EXAMPLES;
  if (own !== undefined) return [own, ...SCENARIOS.filter((one) => one !== own)];
  return deviation !== undefined && level === undefined ? SCENARIOS_OF_VARIATIONS : SCENARIOS;
}

/**
 * Runs the suite over one scenario after the other, until a run is enough.
 *
 * @param {import('../src/index.ts').Contract} contract
 * @param {string[]} scenarios
 * @param {string | undefined} deviation
 * @param {{ isDone: (run: SuiteRun) => boolean, profile: 'whole' | 'quick' }} options
 */
async function runUntil(contract, scenarios, deviation, { isDone, profile }) {
  /** @type {SuiteRun[]} */
  const runs = [];
  for (const scenario of scenarios) {
    const run = await runSuite(contract, scenario, deviation, { profile });
    runs.push(run);
    if (isDone(run)) break;
  }
  return runs;
}

/**
 * Whether a quick run shows it, too; `undefined` where a whole one does not.
 *
 * @param {import('../src/index.ts').Contract} contract
 * @param {Pick<MutantResult, 'scenario' | 'verdicts' | 'failure' | 'level' | 'deviation'>} run
 */
async function isKilledQuickly(contract, run) {
  const { level, scenario, deviation } = run;
  if (level === undefined || !isKilled(run)) return undefined;
  return isKilled({ ...(await runSuite(contract, scenario, deviation, { profile: 'quick' })), level });
}

/**
 * Whether a run shows that the list deviates: with a verdict as severe as the broken rule is binding.
 *
 * @param {Pick<MutantResult, 'verdicts' | 'failure' | 'level'>} run
 */
export function isKilled({ verdicts, failure, level = 'chosen' }) {
  return failure !== undefined || Object.values(verdicts).some((verdict) => KILLING[level].includes(verdict));
}

/**
 * Whether a list fails, as one that conforms must not.
 *
 * @param {Pick<MutantResult, 'verdicts' | 'failure'>} run
 */
export function isAccused({ verdicts, failure }) {
  return failure !== undefined || Object.values(verdicts).some((verdict) => verdict === 'fail' || verdict === 'error');
}

/** All checks and inspectors. */
const DETECTORS = AREAS.flatMap(({ inspectors, checks }) => [...inspectors, ...checks]);

/** The ids of all checks and inspectors. */
export function listDetectors() {
  return DETECTORS.map(({ id }) => id);
}

/**
 * Whether a check or inspector decides a requirement.
 *
 * @param {string} id - of the check or inspector
 * @param {string} requirement - without the contract's id
 */
export function decides(id, requirement) {
  const patterns = DETECTORS.find((one) => one.id === id)?.verifies ?? [];
  return patterns.some((text) =>
    new RegExp(`^${text.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(requirement),
  );
}

/**
 * A module of the build.
 *
 * @param {string} path
 */
async function load(path) {
  return import(new URL(`../dist/${path}`, import.meta.url).href);
}

/**
 * @param {import('../src/index.ts').Contract} contract
 * @param {string} scenario
 * @param {string | undefined} deviation
 * @param {{ profile?: 'whole' | 'quick', only?: string }} [options] - and the requirement to decide, without the contract's id
 * @returns {Promise<SuiteRun>}
 */
async function runSuite(contract, scenario, deviation, { profile = 'whole', only } = {}) {
  const journal = { exchanges: 0 };
  const isExample = EXAMPLES.includes(contract);
  const far = scenario === 'large' ? DEVIATIONS.find(({ name }) => name === deviation)?.rows?.size : undefined;
  const size = scenario === 'generated' ? undefined : (far ?? MORE_ROWS);
  const served = isExample ? { contract: contract.file, size } : { contract: contract.id, scenario, size: far };
  const mock = await startMock({ ...served, deviation, seed: 1, key: 'pagewright', journal });
  const { areas, detectorsOf } = watchAreas();
  try {
    const { results, stopped } = await runConformance(
      { contract, ...describeTarget(contract, mock), ...lendHooks(contract, mock, deviation) },
      { areas, seed: 1, profile, ...(only !== undefined && { only: [`${contract.id}.${only}`] }) },
    ).report;
    const bad = results.filter(({ verdict }) => ['fail', 'warn', 'note', 'error'].includes(verdict));
    const found = bad.map(({ id, verdict }) => ({ id: id.slice(contract.id.length + 1), verdict }));
    const { seen, met } = observe(contract, results);
    return {
      scenario,
      verdicts: Object.fromEntries(found.map(({ id, verdict }) => [id, verdict])),
      detectors: [...new Set(found.flatMap(({ id }) => detectorsOf(id)))].sort(),
      failure: stopped,
      seen: [...seen.keys()],
      met: [...met],
    };
  } catch (error) {
    // A list that cannot be read at all is noticed, too.
    const [message = ''] = String(error instanceof Error ? error.message : error).split('\n');
    return { scenario, verdicts: {}, detectors: [], failure: message.replace(mock.url, ''), seen: [], met: [] };
  } finally {
    await mock.close();
  }
}

/**
 * What it takes to see a deviation, beside requests; a list that conforms has to stand all of it.
 *
 * @param {import('../src/index.ts').Contract} contract
 * @param {import('../src/server/mock.ts').RunningMock} mock
 * @param {string | undefined} deviation
 * @returns {import('../conformance/index.ts').HookOptions}
 */
function lendHooks(contract, mock, deviation) {
  const [own] = mock.describe(mock.url)[0]?.collections ?? [];
  const where = { collection: own?.name };
  const needs = DEVIATIONS.find(({ name }) => name === deviation)?.needs;
  const lifetime = 'token' in contract.page ? (contract.page.token.lifetime ?? 0) : 0;
  /** @type {import('../conformance/index.ts').BetweenPages} */
  const betweenPages = ({ phase, id, items: [first] }) => {
    if (phase === 'delete') return mock.rows.remove(id ?? '', where);
    if (phase === 'expire') return mock.clock.advance(lifetime + 1000);
    // Sorted like the first row of the page, so that it may come before it.
    const keys = contract.order.by.filter(
      ({ field }) => field.name !== contract.identity.name && field.path.length === 1,
    );
    const alike = Object.fromEntries(keys.map(({ field }) => [field.name, first?.[field.name] ?? null]));
    return mock.rows.add(alike, where);
  };
  const oracle = () => mock.rows.list({ limit: 1000, ...where }).rows;
  return {
    ...((needs === 'changes' || deviation === undefined) && { betweenPages }),
    ...(needs === 'oracle' && { oracle }),
  };
}

/**
 * Who calls, and which other callers there are, as the scenario says.
 *
 * @param {import('../src/index.ts').Contract} contract
 * @param {import('../src/server/mock.ts').RunningMock} mock
 */
function describeTarget(contract, mock) {
  const { path } = contract;
  const { scope } = contract.access;
  const [description] = mock.describe(mock.url);
  if (description === undefined) throw new Error('The mock serves no list');
  const { headers, collections, credentials } = description;
  const { pathname, searchParams } = new URL(description.url);
  const [own] = collections;
  const foreign = collections.find(({ tenant }) => tenant !== own?.tenant);
  // A role is told by headers; where the credential stands in the query, there is none to tell.
  const told = credentials.filter((one) => Object.keys(one.headers).length > 0);
  const others = told.filter(({ tenant, as }) => tenant === own?.tenant && TOLD_ROLES.has(as));
  const rival = told.find(({ tenant }) => tenant === foreign?.tenant);
  return {
    baseUrl: mock.url,
    headers,
    // One request after the other, so that every run sees the same.
    concurrency: 1,
    query: Object.fromEntries(searchParams),
    pathParameters: readPathParameters(path, pathname),
    ...(scope !== undefined && { foreignPathParameters: { [scope.name]: foreign?.name ?? '' } }),
    known: readKnown(contract, mock),
    roles: Object.fromEntries([
      ...others.map((one) => [one.as, one.headers]),
      ...(rival === undefined ? [] : [['other-tenant', rival.headers]]),
    ]),
  };
}

/**
 * A value of each filter whose field no response shows and no schema lists, as somebody gives it who knows the rows.
 *
 * @param {import('../src/index.ts').Contract} contract
 * @param {import('../src/server/mock.ts').RunningMock} mock
 */
function readKnown({ id, filters, hidden }, mock) {
  const open = filters.filter(({ fields: [field], declared }) => {
    const isListed = field?.schema['enum'] !== undefined || declared?.schema['enum'] !== undefined;
    return field !== undefined && Object.hasOwn(hidden, field.path[0] ?? '') && !isListed;
  });
  if (open.length === 0) return {};
  const { rows } = mock.rows.list({ contract: id, limit: 20 });
  const values = open.map(({ parameter, fields: [field] }) => {
    const shown = rows.flatMap((row) => [row[field?.path[0] ?? ''] ?? []].flat());
    return [parameter, shown[0]];
  });
  return Object.fromEntries(
    values.filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]),
  );
}

/**
 * The values of the parameters of a path.
 *
 * @param {string} template
 * @param {string} pathname - that the template has become, below whatever prefix
 */
function readPathParameters(template, pathname) {
  const names = template.split('/');
  const values = pathname.split('/').slice(-names.length);
  /** @type {Record<string, string>} */
  const found = {};
  for (const [index, name] of names.entries()) {
    if (/^\{.*\}$/.test(name)) found[name.slice(1, -1)] = decodeURIComponent(values[index] ?? '');
  }
  return found;
}

/**
 * The areas, with checks and inspectors that record which requirements they report as violated.
 *
 * @returns {{ areas: import('../conformance/check.ts').Area[], detectorsOf: (requirement: string) => string[] }}
 */
function watchAreas() {
  /** @type {Map<string, Set<string>>} */
  const detectors = new Map();
  /** How many violations inspectors have reported, by requirement: what is added beside is the check's that runs. */
  const inspected = new Map();
  const note = (/** @type {string} */ requirement, /** @type {string} */ detector) => {
    detectors.set(requirement, (detectors.get(requirement) ?? new Set()).add(detector));
  };
  return {
    detectorsOf: (requirement) => [...(detectors.get(requirement) ?? [])],
    areas: AREAS.map((area) => ({
      ...area,
      inspectors: area.inspectors.map((inspector) => watchInspector(inspector, note, inspected)),
      checks: area.checks.map((check) => watchCheck(check, note, inspected)),
    })),
  };
}

/**
 * @param {import('../conformance/check.ts').Inspector} inspector
 * @param {(requirement: string, detector: string) => void} note
 * @param {Map<string, number>} inspected
 * @returns {import('../conformance/check.ts').Inspector}
 */
function watchInspector(inspector, note, inspected) {
  return {
    ...inspector,
    prepare(contract) {
      const look = inspector.prepare(contract);
      return (answer, ledger) => {
        look(answer, {
          has: ledger.has,
          exercise: ledger.exercise,
          leaveOpen: ledger.leaveOpen,
          violate(requirement, violation) {
            inspected.set(requirement, (inspected.get(requirement) ?? 0) + 1);
            note(requirement, inspector.id);
            ledger.violate(requirement, violation);
          },
        });
      };
    },
  };
}

/**
 * @param {import('../conformance/check.ts').Check} check
 * @param {(requirement: string, detector: string) => void} note
 * @param {Map<string, number>} inspected
 * @returns {import('../conformance/check.ts').Check}
 */
function watchCheck(check, note, inspected) {
  return {
    ...check,
    async run(context) {
      const ledger = /** @type {import('../conformance/ledger.ts').OpenLedger} */ (context.ledger);
      const countOwn = () =>
        new Map([...ledger.violated].map((id) => [id, ledger.read(id).violationCount - (inspected.get(id) ?? 0)]));
      const before = countOwn();
      await check.run(context);
      for (const [requirement, count] of countOwn()) {
        if (count > (before.get(requirement) ?? 0)) note(requirement, check.id);
      }
    },
  };
}
