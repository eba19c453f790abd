import {
  decides,
  EXAMPLES,
  hasMutant,
  isAccused,
  isKilled,
  listDetectors,
  SCENARIOS,
  SCENARIOS_OF_EXAMPLES,
} from './mutants.mjs';

const MAX_IDS = 4;
/** So many mutants are tried to see that a check still kills any. */
const MAX_TRIALS = 5;
/** Generated rows do not show every deviation: of those that are tried with an example, so many have to be killed. */
const MIN_SHARE = 0.4;
/** Of what a whole run kills, a quick one has to kill so many. */
const MIN_QUICK_SHARE = 0.85;
const SEVERITY = ['fail', 'error', 'warn', 'note'];

/** @typedef {import('./mutants.mjs').MutantResult} MutantResult */

/**
 * What has to be mended in a suite that should kill every mutant and accuse no variation.
 *
 * @param {MutantResult[]} results
 * @param {boolean} isWhole - whether all mutants were run, so that a check that kills none is of no use
 * @returns {string[]} a line for each problem
 */
export function findProblems(results, isWhole) {
  const isExample = (/** @type {MutantResult} */ { contract }) => EXAMPLES.some(({ id }) => id === contract);
  const own = results.filter((result) => !isExample(result));
  const survivors = own.filter((result) => result.level !== undefined && !isKilled(result));
  const hidden = own.filter((result) => result.level !== undefined && isKilled(result) && !result.isFirst);
  const accused = results.filter((result) => result.level === undefined && isAccused(result));
  const busy = new Set(results.filter(({ level }) => level !== undefined).flatMap(({ detectors }) => detectors));
  const idle = isWhole ? listDetectors().filter((id) => !busy.has(id)) : [];
  return [
    ...survivors
      .filter(({ level }) => level !== 'chosen')
      .map(({ contract, deviation, level, summary }) => `${contract}: ${deviation} (${level}) survives: ${summary}`),
    ...hidden
      .filter(({ level }) => level !== 'chosen')
      .map(
        ({ contract, deviation, scenario }) =>
          `${contract}: ${deviation} shows in ${scenario}, but not in the first one`,
      ),
    ...EXAMPLES.flatMap(({ id }) => {
      const bugs = results.filter(({ contract, level }) => contract === id && level !== undefined);
      const killed = bugs.filter(isKilled).length;
      return killed < bugs.length * MIN_SHARE ? [`${id}: only ${killed} of ${bugs.length} mutants are killed`] : [];
    }),
    ...[...new Set(own.map(({ contract }) => contract))].flatMap((id) => {
      const killed = own.filter(({ contract, isQuick }) => contract === id && isQuick !== undefined);
      const quick = killed.filter(({ isQuick }) => isQuick).length;
      return isWhole && quick < killed.length * MIN_QUICK_SHARE
        ? [`${id}: a quick run kills only ${quick} of ${killed.length} mutants`]
        : [];
    }),
    ...accused.map((one) => `${one.contract}: ${one.deviation} is allowed, but fails: ${listAccusations(one)}`),
    ...idle.map((id) => `${id} kills no mutant`),
  ];
}

/**
 * What a run shows to have become worse since the matrix was written.
 *
 * @param {MutantResult[]} results
 * @param {string} matrix - as {@link formatMatrix} writes it
 * @param {boolean} isPart - whether other mutants would be needed to see what each check is good for
 */
export function findLosses(results, matrix, isPart) {
  const { kills, detectors } = readMatrix(matrix);
  const busy = new Set(results.filter(({ level }) => level !== undefined).flatMap((one) => one.detectors));
  return [
    ...results.flatMap((one) => {
      const { contract, deviation, level, scenario, isFirst, summary } = one;
      const before = kills.get(`${contract} ${deviation}`);
      if (level === undefined || before === undefined || before === '') return [];
      if (!isKilled(one)) return [`${contract}: ${deviation} (${level}) was killed, and survives now: ${summary}`];
      return isFirst || before.endsWith(`(${scenario})`) || before.endsWith(')')
        ? []
        : [`${contract}: ${deviation} showed in the first scenario, and shows in ${scenario} now`];
    }),
    ...results
      .filter((one) => one.level === undefined && isAccused(one))
      .map((one) => `${one.contract}: ${one.deviation} is allowed, but fails: ${listAccusations(one)}`),
    ...(isPart ? [] : detectors.filter((id) => !busy.has(id)).map((id) => `${id} killed mutants, and kills none now`)),
  ];
}

/**
 * Reads a matrix back.
 *
 * @param {string} matrix
 * @returns {{ kills: Map<string, string>, detectors: string[] }} by contract and deviation what killed it, nothing where it survived;
 *   and the checks and inspectors that killed several, which a share of the mutants shows
 */
function readMatrix(matrix) {
  const rows = readRows(matrix);
  const own = rows.filter(({ section }) => section !== '' && section !== 'Variations' && section !== CHECKS);
  const several = rows.filter(({ section, cells }) => section === CHECKS && Number(cells[1]) > 12);
  return {
    kills: new Map(
      own.map(({ section, cells: [name = '', , killed = ''] }) => {
        return [`${section} ${name}`, killed.startsWith('**survived**') ? '' : killed];
      }),
    ),
    detectors: several.map(({ cells: [name = ''] }) => name).filter((name) => listDetectors().includes(name)),
  };
}

/**
 * The mutants that a matrix has as survivors, by contract and deviation.
 *
 * @param {string} matrix
 */
export function listSurvivors(matrix) {
  return new Set([...readMatrix(matrix).kills].flatMap(([mutant, killed]) => (killed === '' ? [mutant] : [])));
}

/**
 * What killed each mutant of a matrix: no requirements for those that survived or whose list could not be read.
 *
 * @param {string} matrix
 * @returns {Map<string, import('./mutants.mjs').Kill>} by contract and deviation
 */
export function readKills(matrix) {
  return new Map(
    [...readMatrix(matrix).kills].map(([mutant, killed]) => {
      const requirements = [...killed.matchAll(/\w+ `([^`]+)`/g)].map(([, id = '']) => id);
      const isExample = EXAMPLES.some(({ id }) => mutant.startsWith(`${id} `));
      const [first = ''] = isExample ? SCENARIOS_OF_EXAMPLES : SCENARIOS;
      const [, scenario = first] = / \(([a-z ]+)\)$/.exec(killed) ?? [];
      return [mutant, { requirements, scenario }];
    }),
  );
}

/**
 * For each check and inspector that killed several mutants before and none of these, some of those that it may have killed.
 *
 * @param {MutantResult[]} results
 * @param {string} matrix
 * @returns {import('./mutants.mjs').Trial[]}
 */
export function listTrialsOfIdle(results, matrix) {
  const busy = new Set(results.filter(({ level }) => level !== undefined).flatMap((one) => one.detectors));
  const idle = readMatrix(matrix).detectors.filter((id) => !busy.has(id));
  const kills = [...readKills(matrix)];
  return idle.flatMap((detector) => {
    const trials = kills.flatMap(([mutant, { requirements, scenario }]) => {
      const requirement = requirements.find((id) => decides(detector, id));
      const [contract = '', deviation = ''] = mutant.split(' ');
      return requirement === undefined || !hasMutant(contract, deviation)
        ? []
        : [{ contract, deviation, triesQuick: false, kill: { requirements: [requirement], scenario } }];
    });
    return trials.slice(0, MAX_TRIALS);
  });
}

const CHECKS = 'Checks and inspectors';

/** @param {string} matrix */
function readRows(matrix) {
  let section = '';
  return matrix.split('\n').flatMap((line) => {
    if (line.startsWith('## ')) section = line.slice(3);
    if (!line.startsWith('| ') || line.startsWith('| ---')) return [];
    const [, ...cells] = line.split(/(?<!\\) ?\| ?/);
    return [{ section, cells }];
  });
}

/** @param {MutantResult} result */
function listAccusations({ failure, verdicts }) {
  const bad = Object.entries(verdicts).filter(([, verdict]) => verdict === 'fail' || verdict === 'error');
  return [...bad.map(([id, verdict]) => `${verdict} ${id}`), ...(failure === undefined ? [] : [failure])].join(', ');
}

/**
 * The mutation matrix as Markdown: the same text for the same results.
 *
 * @param {MutantResult[]} results
 */
export function formatMatrix(results) {
  const bugs = results.filter(({ level }) => level !== undefined);
  const variations = results.filter(({ level }) => level === undefined);
  const contracts = [...new Set(results.map(({ contract }) => contract))];
  return [
    '# Mutation testing of the suite',
    '',
    'Written by `npm run mutation`. Each mutant is the mock of a contract with one deviation (`pagewright deviations`), against which',
    'the suite is run. A deviation from a documented rule must fail, from an inferred rule must at least warn, and from a chosen rule',
    'must at least leave a note. Variations are what a contract allows: none of them may fail. With the contracts of `examples/` a share of',
    'the deviations is tried, over generated rows in which not every one shows. A quick run (`--quick`) takes at most 60 requests.',
    '',
    ...formatTable(
      ['contract', 'mutants', 'killed', 'by a quick run', 'variations', 'not accused'],
      contracts.map((id) => summarize(id, results)),
    ),
    ...contracts.flatMap((id) => [
      `## ${id}`,
      '',
      ...formatTable(
        ['deviation', 'level of the broken rule', 'killed by', 'quick'],
        bugs
          .filter(({ contract }) => contract === id)
          .map((one) => [one.deviation, one.level ?? '', describeKill(one), one.isQuick ? 'yes' : '']),
      ),
    ]),
    `## ${CHECKS}`,
    '',
    ...formatTable(
      ['check', 'mutants killed'],
      listDetectors().map((id) => [id, String(bugs.filter(({ detectors }) => detectors.includes(id)).length)]),
    ),
    '## Variations',
    '',
    ...formatTable(
      ['contract', 'variation', 'verdict'],
      variations.map((one) => [one.contract, one.deviation, describeVariation(one)]),
    ),
  ].join('\n');
}

/**
 * @param {string} id
 * @param {MutantResult[]} results
 */
function summarize(id, results) {
  const own = results.filter(({ contract }) => contract === id);
  const bugs = own.filter(({ level }) => level !== undefined);
  const variations = own.filter(({ level }) => level === undefined);
  const counts = [
    bugs,
    bugs.filter(isKilled),
    bugs.filter(({ isQuick }) => isQuick),
    variations,
    variations.filter((one) => !isAccused(one)),
  ];
  return [id, ...counts.map(({ length }) => String(length))];
}

/** @param {MutantResult} result */
function describeKill(result) {
  const { verdicts, failure, scenario, isFirst } = result;
  if (!isKilled(result)) return `**survived**${listIds(verdicts) === '' ? '' : ` (${listIds(verdicts)})`}`;
  const where = isFirst ? '' : ` (${scenario})`;
  return `${failure ?? listIds(verdicts)}${where}`;
}

/** @param {MutantResult} result */
function describeVariation(result) {
  const accusation = isAccused(result) ? '**accused** ' : '';
  return `${accusation}${result.failure ?? (listIds(result.verdicts) || 'conforms')}`;
}

/** @param {Record<string, string>} verdicts */
function listIds(verdicts) {
  const sorted = Object.entries(verdicts).sort(([, a], [, b]) => SEVERITY.indexOf(a) - SEVERITY.indexOf(b));
  const texts = sorted.slice(0, MAX_IDS).map(([id, verdict]) => `${verdict} \`${id}\``);
  return [...texts, ...(sorted.length > MAX_IDS ? [`${sorted.length - MAX_IDS} more`] : [])].join(', ');
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
function formatTable(head, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}
