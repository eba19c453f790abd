/** @type {typeof import('../src/index.ts')} */
const { builtInContracts, createMock, loadContracts } = await load('src/index.js');
/** @type {typeof import('../src/deviation/deviations.ts')} */
const { DEVIATIONS } = await load('src/deviation/deviations.js');
/** @type {typeof import('../conformance/index.ts')} */
const { runConformance } = await load('conformance/index.js');
/** @type {typeof import('../conformance/areas/index.ts')} */
const { AREAS } = await load('conformance/areas/index.js');

/** Rows in which most bugs show, and where others do. The later ones are tried when nothing was noticed before. */
const SCENARIOS = ['ties', 'awkward', 'demo'];

/**
 * @typedef {{ contract: string, deviation: string }} KillTask
 *
 * @typedef {object} KillOutcome
 * @property {string} contract
 * @property {string} deviation
 * @property {string} summary
 * @property {string} area
 * @property {import('../src/contract/provenance.ts').Provenance | undefined} level - absent: a variation
 * @property {string | undefined} scenario - in which it was noticed; the last that was tried, otherwise
 * @property {Record<string, string>} verdicts - of requirements that are not kept, by id without the contract's
 * @property {string[]} judges - the checks and inspectors that noticed it
 * @property {string | undefined} failure - why the run did not come to its end
 */

/** Verdicts by which a deviation from a rule of each level counts as noticed. */
const NOTICED = {
  documented: ['fail'],
  inferred: ['fail', 'warn'],
  chosen: ['fail', 'warn', 'note'],
};

/** @param {string} path */
async function load(path) {
  return import(new URL(`../dist/${path}`, import.meta.url).href);
}

/** Every deviation of every contract that it applies to. */
export async function listKillTasks() {
  return builtInContracts().flatMap((id) => {
    const [contract] = loadContracts(id);
    if (contract === undefined) return [];
    return DEVIATIONS.filter((deviation) => deviation.appliesTo(contract)).map(({ name }) => {
      return { contract: id, deviation: name };
    });
  });
}

/** The ids of all checks and inspectors. */
export function listJudges() {
  return AREAS.flatMap(({ inspectors, checks }) => [...inspectors, ...checks].map(({ id }) => id));
}

/**
 * Runs the suite against a deviation, with one scenario after the other until it is noticed; against a variation, with all.
 *
 * @param {KillTask} task
 * @returns {Promise<KillOutcome>}
 */
export async function runKillTask({ contract: id, deviation: name }) {
  const deviation = DEVIATIONS.find((one) => one.name === name);
  const [contract] = loadContracts(id);
  if (deviation === undefined || contract === undefined) throw new Error(`there is no ${name} of ${id}`);
  const { summary, area } = deviation;
  const level = deviation.breaks?.(contract);
  /** @type {Pick<KillOutcome, 'scenario' | 'verdicts' | 'judges' | 'failure'>} */
  let found = { scenario: undefined, verdicts: {}, judges: [], failure: undefined };
  for (const scenario of SCENARIOS) {
    const run = { scenario, ...(await runSuite(contract, name, scenario)) };
    const isDone = level === undefined ? hasAlarm(run) : isNoticed({ ...run, level });
    if (isDone || found.scenario === undefined) found = run;
    if (isDone) break;
  }
  return { contract: id, deviation: name, summary, area, level, ...found };
}

/**
 * Whether a run shows that the list deviates: with a verdict as severe as the rule is binding that is broken.
 *
 * @param {Pick<KillOutcome, 'verdicts' | 'failure' | 'level'>} run
 */
export function isNoticed({ verdicts, failure, level = 'chosen' }) {
  return failure !== undefined || Object.values(verdicts).some((verdict) => NOTICED[level].includes(verdict));
}

/**
 * Whether something is held against a list that keeps its contract.
 *
 * @param {Pick<KillOutcome, 'verdicts' | 'failure'>} run
 */
export function hasAlarm({ verdicts, failure }) {
  return failure !== undefined || Object.values(verdicts).some((verdict) => verdict === 'fail' || verdict === 'error');
}

/**
 * @param {import('../src/index.ts').Contract} contract
 * @param {string} deviation
 * @param {string} scenario
 * @returns {Promise<Pick<KillOutcome, 'verdicts' | 'judges' | 'failure'>>}
 */
async function runSuite(contract, deviation, scenario) {
  const mock = await createMock({ contract: contract.id, deviation, scenario });
  const { areas, judgesOf } = watchAreas();
  try {
    const { results, stopped } = await runConformance(contract, describeTarget(contract, mock), { areas }).report;
    const bad = results.filter(({ verdict }) => ['fail', 'warn', 'note', 'error'].includes(verdict));
    const ids = bad.map((result) => ({ ...result, id: result.id.slice(contract.id.length + 1) }));
    return {
      verdicts: Object.fromEntries(ids.map(({ id, verdict }) => [id, verdict])),
      judges: [...new Set(ids.flatMap(({ id }) => judgesOf(id)))].sort(),
      failure: stopped,
    };
  } catch (error) {
    return { verdicts: {}, judges: [], failure: String(error instanceof Error ? error.message : error).split('\n')[0] };
  } finally {
    await mock.close();
  }
}

/**
 * Who asks, and who else there is, as the scenario says.
 *
 * @param {import('../src/index.ts').Contract} contract
 * @param {import('../src/index.ts').Mock} mock
 */
function describeTarget({ access: { scope } }, mock) {
  const [description] = mock.contracts;
  if (description === undefined) throw new Error('nothing is served');
  const { headers, collections, credentials } = description;
  const [own] = collections;
  const foreign = collections.find(({ tenant }) => tenant !== own?.tenant);
  const others = credentials.filter(({ tenant, as }) => tenant === own?.tenant && as !== 'default');
  const rival = credentials.find(({ tenant }) => tenant === foreign?.tenant);
  return {
    baseUrl: mock.url,
    headers,
    // One request after the other, so that every run sees the same.
    concurrency: 1,
    ...(scope?.in === 'path' && { pathParameters: { [scope.name]: own?.name ?? '' } }),
    ...(scope !== undefined && { foreignPathParameters: { [scope.name]: foreign?.name ?? '' } }),
    roles: Object.fromEntries([
      ...others.map((one) => [one.as, one.headers]),
      ...(rival === undefined ? [] : [['other-tenant', rival.headers]]),
    ]),
  };
}

/**
 * Checks and inspectors that note down what they accuse of.
 *
 * @returns {{ areas: import('../conformance/check.ts').Area[], judgesOf: (requirement: string) => string[] }}
 */
function watchAreas() {
  /** @type {Map<string, Set<string>>} */
  const accusers = new Map();
  /** How often inspectors have accused, by requirement: what is added beside is the check's that runs. */
  const inspected = new Map();
  const note = (/** @type {string} */ requirement, /** @type {string} */ judge) => {
    accusers.set(requirement, (accusers.get(requirement) ?? new Set()).add(judge));
  };
  return {
    judgesOf: (requirement) => [...(accusers.get(requirement) ?? [])],
    areas: AREAS.map((area) => ({
      ...area,
      inspectors: area.inspectors.map((inspector) => watchInspector(inspector, note, inspected)),
      checks: area.checks.map((check) => watchCheck(check, note, inspected)),
    })),
  };
}

/**
 * @param {import('../conformance/check.ts').Inspector} inspector
 * @param {(requirement: string, judge: string) => void} note
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
          ...ledger,
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
 * @param {(requirement: string, judge: string) => void} note
 * @param {Map<string, number>} inspected
 * @returns {import('../conformance/check.ts').Check}
 */
function watchCheck(check, note, inspected) {
  return {
    ...check,
    async run(context) {
      const ledger = /** @type {import('../conformance/ledger/create-ledger.ts').OpenLedger} */ (context.ledger);
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
