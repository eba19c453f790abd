// What the suite saw of known bugs, by which it knows them again, and how well it does so. Needs a build.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { hasMutant, isKilled } from './mutants.mjs';

/** @type {typeof import('../conformance/diagnosis/index.ts')} */
const { BUG_KINDS, countFound, kindOfBug, listKnownBugs, packSignatures, scoreBugs, shareUnlike, unpackSignatures } =
  await import(new URL('../dist/conformance/diagnosis/index.js', import.meta.url).href);

const SIGNATURES = fileURLToPath(new URL('../conformance/diagnosis/signatures.json', import.meta.url));
const TABLE = fileURLToPath(new URL('../conformance/DIAGNOSIS.md', import.meta.url));

/** The least share of bugs whose kind comes first, and among the first three; and of unknown ones that are told to be so. */
const GOALS = { first: 0.85, three: 0.97, unlike: 0.5 };

/**
 * The files that follow from a mutation run: its bugs, and those that it did not try as they were.
 *
 * @param {import('./mutants.mjs').MutantResult[]} results
 */
export function renewSignatures(results) {
  const tried = new Set(results.map(({ contract, deviation }) => `${contract} ${deviation}`));
  const plain = new Set(results.filter(({ deviation }) => deviation === 'none').map(({ contract }) => contract));
  const old = existsSync(SIGNATURES) ? unpackSignatures(JSON.parse(readFileSync(SIGNATURES, 'utf8'))) : [];
  const kept = old.filter(({ contract, bug }) => {
    return bug === undefined ? !plain.has(contract) : !tried.has(`${contract} ${bug}`) && hasMutant(contract, bug);
  });
  const bugs = results.filter((one) => one.deviation === 'none' || (one.level !== undefined && isKilled(one)));
  const runs = [
    ...kept,
    ...bugs.map(({ contract, deviation, seen, met }) => {
      return { contract, seen, met, ...(deviation !== 'none' && { bug: deviation }) };
    }),
  ];
  // Packed as what is read back will be: "--check" packs what it reads, and compares.
  return writeFiles(unpackSignatures(packSignatures(runs)));
}

/** The files as they follow from the signatures that are there. */
export function rescoreSignatures() {
  const runs = unpackSignatures(JSON.parse(readFileSync(SIGNATURES, 'utf8')));
  return writeFiles(runs.filter(({ contract, bug }) => bug === undefined || hasMutant(contract, bug)));
}

/** @param {readonly import('../conformance/diagnosis/index.ts').SeenBug[]} runs */
function writeFiles(runs) {
  const packed = packSignatures(runs);
  const score = scoreBugs(listKnownBugs(packed));
  const signatures = `${JSON.stringify({ ...packed, calibration: score.calibration })}\n`;
  return { files: { [SIGNATURES]: signatures, [TABLE]: formatTable(score) }, problems: findProblems(runs, score) };
}

/** @param {Record<string, string>} files */
export function writeDiagnosis(files) {
  for (const [path, text] of Object.entries(files)) writeFileSync(path, text);
}

/**
 * @param {Record<string, string>} files
 * @returns {string[]} a line for each file that is not what would be written
 */
export function checkDiagnosis(files) {
  return Object.entries(files).flatMap(([path, text]) => {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) return [];
    return [`${path.slice(path.indexOf('conformance/'))} is out of date: run npm run mutation`];
  });
}

/**
 * @param {readonly import('../conformance/diagnosis/index.ts').SeenBug[]} runs
 * @param {import('../conformance/diagnosis/index.ts').Score} score
 */
function findProblems(runs, score) {
  const homeless = new Set(runs.flatMap(({ bug }) => (bug === undefined || kindOfBug(bug) !== undefined ? [] : [bug])));
  const low = [score.byContract, score.byMutant].flatMap((trials, index) => {
    const known = trials.filter(({ isKnown }) => isKnown);
    const what = index === 0 ? 'its contract' : 'itself';
    return [
      ...(shareOf(known, 1) < GOALS.first ? [`The kind of a bug comes first, without ${what}, in too few cases`] : []),
      ...(shareOf(known, 3) < GOALS.three
        ? [`The kind of a bug is among three, without ${what}, in too few cases`]
        : []),
    ];
  });
  const unlike = shareUnlike(score.byKind, score.calibration);
  return [
    ...[...homeless].map((bug) => `${bug} is of no kind: add it to conformance/diagnosis/kinds/`),
    ...low,
    ...(unlike < GOALS.unlike ? ['Bugs of unknown kinds are taken for known ones in too many cases'] : []),
  ];
}

/** @typedef {readonly import('../conformance/diagnosis/index.ts').Trial[]} Trials */

/**
 * @param {Trials} trials
 * @param {number} places
 */
function shareOf(trials, places) {
  const [found, all] = countFound(trials, places);
  return found / Math.max(1, all);
}

/** @param {import('../conformance/diagnosis/index.ts').Score} score */
function formatTable(score) {
  const { byContract, byMutant, byKind, calibration } = score;
  const known = (/** @type {Trials} */ trials) => trials.filter(({ isKnown }) => isKnown);
  const rows = [
    ['without its contract, the bug known from another', known(byContract)],
    ['without its contract, all', byContract],
    ['without itself (and one in 16 others), the bug known from another contract', known(byMutant)],
    ['without itself (and one in 16 others), all', byMutant],
  ];
  return [
    '# How well causes are named',
    '',
    'Written by `npm run mutation` and `node scripts/score-diagnosis.mjs`. Every bug of the mutation run is looked for among the others:',
    'without all bugs of its contract, so that no name and no row can give it away, and without itself. What is counted is whether its',
    'kind (`conformance/diagnosis/kinds/`) comes first, and whether it is among the first three. Last, each kind is left out as a whole.',
    '',
    '| the bug is recognized | bugs | first | among three |',
    '| --- | --- | --- | --- |',
    ...rows.map(([name, trials]) => {
      const list = /** @type {Trials} */ (trials);
      return `| ${name} | ${countFound(list, 1)[1]} | ${percent(shareOf(list, 1))} | ${percent(shareOf(list, 3))} |`;
    }),
    '',
    `Below a similarity of ${calibration.threshold} a report says "unlike any known bug": ${percent(shareUnlike(byKind, calibration))} of the bugs whose kind is left out,`,
    `and ${percent(
      shareUnlike(
        byContract.filter(({ place }) => place === 1),
        calibration,
      ),
    )} of those whose kind is known and comes first.`,
    '',
    '## How sure a similarity is',
    '',
    '| from a similarity of | right in |',
    '| --- | --- |',
    ...calibration.steps.map(([from, share]) => `| ${from} | ${percent(share)} |`),
    '',
    '## Kinds',
    '',
    'Without its contract; which kind comes first in its place, and how often.',
    '',
    '| kind | bugs | first | among three | taken for |',
    '| --- | --- | --- | --- | --- |',
    ...BUG_KINDS.flatMap(({ name }) =>
      formatKind(
        name,
        byContract.filter(({ bug }) => bug.kind === name),
      ),
    ),
    '',
  ].join('\n');
}

/**
 * @param {string} name
 * @param {Trials} trials
 */
function formatKind(name, trials) {
  const [first, all] = countFound(trials, 1);
  if (all === 0) return [];
  /** @type {Map<string, number>} */
  const others = new Map();
  for (const { place, ranked } of trials) {
    const [top] = ranked;
    if (place > 1 && top !== undefined) others.set(top.kind, (others.get(top.kind) ?? 0) + 1);
  }
  const taken = [...others]
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count]) => `${kind}${count > 1 ? ` ${count}` : ''}`);
  return [`| ${name} | ${all} | ${first} | ${countFound(trials, 3)[0]} | ${taken.slice(0, 3).join(', ')} |`];
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
