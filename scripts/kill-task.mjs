import { CONTRACTS, load, serveDeviation } from './serve-deviation.mjs';
import { watchAreas } from './watch-areas.mjs';

/** @type {typeof import('../src/alter/deviations/catalogue.ts')} */
const { DEVIATIONS } = await load('src/alter/deviations/catalogue.js');
/** @type {typeof import('../conformance/index.ts')} */
const { runConformance } = await load('conformance/index.js');

/** Rows in which most bugs show, and where the others do. */
export const SCENARIOS = ['awkward', 'ties'];

/** The list as it should be, against which nothing may be held. */
const NONE = 'none';

/**
 * @typedef {{ contract: string, deviation: string }} KillTask
 *
 * @typedef {object} KillOutcome
 * @property {string} contract
 * @property {string} deviation
 * @property {string} summary
 * @property {import('../src/contract/provenance.ts').Provenance | undefined} level - absent: a variation
 * @property {string} scenario - in which it was noticed; the first, when it was in none
 * @property {Record<string, string>} verdicts - of requirements that are not kept, by id without the contract's
 * @property {string[]} judges - the checks and inspectors that noticed it
 * @property {string | undefined} failure - why the run did not come to its end
 *
 * @typedef {Pick<KillOutcome, 'scenario' | 'verdicts' | 'judges' | 'failure'>} SuiteRun
 */

/** Verdicts by which a deviation from a rule of each level counts as noticed. */
const NOTICED = {
  documented: ['fail'],
  inferred: ['fail', 'warn'],
  chosen: ['fail', 'warn', 'note'],
};

/** Every deviation of every contract that it applies to, and each contract without any. */
export function listKillTasks() {
  return CONTRACTS.flatMap((contract) => {
    const names = DEVIATIONS.filter((deviation) => deviation.appliesTo(contract)).map(({ name }) => name);
    return [...names, NONE].map((deviation) => ({ contract: contract.id, deviation }));
  });
}

/**
 * Runs the suite against a deviation, and if it is not noticed, once more over other rows.
 *
 * @param {KillTask} task
 * @returns {Promise<KillOutcome>}
 */
export async function runKillTask({ contract: id, deviation: name }) {
  const deviation = DEVIATIONS.find((one) => one.name === name);
  const contract = CONTRACTS.find((one) => one.id === id);
  if (contract === undefined || (deviation === undefined && name !== NONE))
    throw new Error(`there is no ${name} of ${id}`);
  const level = deviation?.breaks?.(contract);
  const isDone = (/** @type {SuiteRun} */ run) => (level === undefined ? hasAlarm(run) : isNoticed({ ...run, level }));
  const summary = deviation?.summary ?? 'the list keeps its contract';
  /** @type {SuiteRun[]} */
  const runs = [];
  for (const scenario of SCENARIOS) {
    const run = await runSuite(contract, scenario, deviation);
    runs.push(run);
    // Variations are many, and as good in one set of rows as in another.
    if (isDone(run) || (level === undefined && name !== NONE)) break;
  }
  const [first] = runs;
  const last = runs.at(-1);
  if (first === undefined || last === undefined) throw new Error('there is no scenario');
  return { contract: id, deviation: name, summary, level, ...(isDone(last) ? last : first) };
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
 * @param {string} scenario
 * @param {import('../src/alter/deviations/deviation.ts').Deviation | undefined} deviation
 * @returns {Promise<SuiteRun>}
 */
async function runSuite(contract, scenario, deviation) {
  const list = await serveDeviation(contract, scenario, deviation);
  const { areas, judgesOf } = watchAreas();
  try {
    const { results, stopped } = await runConformance({ contract, ...describeTarget(contract, list) }, { areas })
      .report;
    const bad = results.filter(({ verdict }) => ['fail', 'warn', 'note', 'error'].includes(verdict));
    const found = bad.map(({ id, verdict }) => ({ id: id.slice(contract.id.length + 1), verdict }));
    return {
      scenario,
      verdicts: Object.fromEntries(found.map(({ id, verdict }) => [id, verdict])),
      judges: [...new Set(found.flatMap(({ id }) => judgesOf(id)))].sort(),
      failure: stopped,
    };
  } catch (error) {
    // A list that cannot be read at all is noticed, too.
    const [message = ''] = String(error instanceof Error ? error.message : error).split('\n');
    return { scenario, verdicts: {}, judges: [], failure: message.replace(list.url, '') };
  } finally {
    await list.close();
  }
}

/**
 * Who asks, and who else there is, as the scenario says.
 *
 * @param {import('../src/index.ts').Contract} contract
 * @param {Awaited<ReturnType<typeof serveDeviation>>} list
 */
function describeTarget({ access: { scope } }, { url, description }) {
  const { headers, collections, credentials } = description;
  const [own] = collections;
  const foreign = collections.find(({ tenant }) => tenant !== own?.tenant);
  const others = credentials.filter(({ tenant, as }) => tenant === own?.tenant && as !== 'default');
  const rival = credentials.find(({ tenant }) => tenant === foreign?.tenant);
  return {
    baseUrl: url,
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
