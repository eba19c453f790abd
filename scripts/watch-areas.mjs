import { load } from './serve-deviation.mjs';

/** @type {typeof import('../conformance/areas/index.ts')} */
const { AREAS } = await load('conformance/areas/index.js');

/** The ids of all checks and inspectors. */
export function listJudges() {
  return AREAS.flatMap(({ inspectors, checks }) => [...inspectors, ...checks].map(({ id }) => id));
}

/**
 * Checks and inspectors that note down what they accuse of.
 *
 * @returns {{ areas: import('../conformance/check.ts').Area[], judgesOf: (requirement: string) => string[] }}
 */
export function watchAreas() {
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
