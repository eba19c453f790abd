import { countVerdicts, type Report, type UnusedWaiver } from '../result.ts';

/**
 * Joins the reports of several lists into one, in which each list is an area.
 *
 * @param contract - what the lists have in common: the name of their file
 * @param reports - of one run over the lists, one after the other; not empty
 * @returns verdict `fail` if any list fails, else `inconclusive` if any was not decided
 */
export function joinReports(contract: string, reports: readonly Report[]): Report {
  const [first] = reports;
  if (first === undefined) throw new Error('No reports to join');
  const results = reports.flatMap((report) => {
    const area = shortName(contract, report.contract);
    return report.results.map((result) => ({ ...result, area }));
  });
  const stopped = reports.flatMap((report) => {
    return report.stopped === undefined ? [] : [`${shortName(contract, report.contract)}: ${report.stopped}`];
  });
  const causes = reports.flatMap((report) => report.causes ?? []);
  const missing = reports.flatMap((report) => report.missing ?? []);
  const hooks = reports.flatMap((report) => report.hooks ?? []);
  const gates = reports.flatMap((report) => report.gate ?? []);
  const baselines = reports.flatMap((report) => report.baseline ?? []);
  const sum = (pick: (report: Report) => number): number => reports.reduce((total, report) => total + pick(report), 0);
  return {
    contract,
    verdict: verdictOf(reports),
    ...(causes.length === 0 ? {} : { causes }),
    summary: countVerdicts(results),
    requests: sum(({ requests }) => requests),
    durationMs: sum(({ durationMs }) => durationMs),
    target: first.target,
    startedAt: first.startedAt,
    results,
    ...(stopped.length === 0 ? {} : { stopped: stopped.join('; ') }),
    ...joinUnused(reports),
    ...(missing.length === 0 ? {} : { missing: joinMissing(missing) }),
    ...(hooks.length === 0 ? {} : { hooks }),
    ...(gates[0] === undefined
      ? {}
      : {
          gate: {
            failOn: [...new Set(gates.flatMap(({ failOn }) => failOn))],
            failed: gates.flatMap(({ failed }) => failed),
          },
        }),
    ...(baselines.length === 0
      ? {}
      : {
          baseline: {
            new: baselines.flatMap((one) => one.new),
            known: baselines.flatMap((one) => one.known),
            gone: baselines.flatMap((one) => one.gone),
          },
        }),
  };
}

/**
 * The part of a joined report that is about one list, as if it had been checked alone.
 *
 * @param list - its id
 */
export function partOfReport(report: Report, list: string): Report {
  if (report.contract === list) return report;
  return { ...report, contract: list, results: report.results.filter(({ id }) => id.startsWith(`${list}.`)) };
}

/** `listOrders` of `openapi.listOrders`. */
function shortName(contract: string, list: string): string {
  return list.startsWith(`${contract}.`) ? list.slice(contract.length + 1) : list;
}

function verdictOf(reports: readonly Report[]): Report['verdict'] {
  const verdicts = reports.map(({ verdict }) => verdict);
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.includes('inconclusive') ? 'inconclusive' : 'pass';
}

/** A waiver is of no use where no list has one for it. */
function joinUnused(reports: readonly Report[]): Pick<Report, 'unusedWaivers'> {
  const lists = reports.flatMap(({ unusedWaivers }) => (unusedWaivers === undefined ? [] : [unusedWaivers]));
  const [first] = lists;
  if (first === undefined) return {};
  const isUnused = ({ id }: UnusedWaiver): boolean => lists.every((list) => list.some((one) => one.id === id));
  return { unusedWaivers: first.filter(isUnused) };
}

/** What is to be given is given to all of them at once. */
function joinMissing(missing: NonNullable<Report['missing']>): NonNullable<Report['missing']> {
  const joined = new Map<string, NonNullable<Report['missing']>[number]>();
  for (const one of missing) {
    const known = joined.get(one.give);
    joined.set(one.give, known === undefined ? one : { ...known, decides: [...known.decides, ...one.decides] });
  }
  return [...joined.values()];
}
