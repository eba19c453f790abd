import type { ReportDiff, Result, Report as SuiteReport } from '../../../conformance/index.ts';
import { PagewrightError } from '../../contract/error.ts';
import { didYouMean } from '../../contract/text.ts';
import { findList } from '../routing/router.ts';
import type { Session } from '../sessions/session.ts';
import { type CheckRun, type CheckSettings, type Suite, startRun } from './check-run.ts';
import { type EvidenceWindow, findAsked, listEvidenceWindows } from './evidence-windows.ts';

/** The state of a run, with its report once it has ended. */
export interface CheckedRun extends CheckRun {
  readonly report?: SuiteReport;
}

/** Calls back as a run goes on. */
export interface CheckListener {
  /** Something was asked, or decided. */
  progress?(run: CheckRun): void;
  /** A requirement was decided. */
  result?(result: Result): void;
  end?(run: CheckRun): void;
}

/** Forms in which a report can be had. */
export const REPORT_FORMS = ['json', 'html', 'markdown', 'junit'] as const;

export type ReportForm = (typeof REPORT_FORMS)[number];

/**
 * Runs of the suite, which the mock's own process carries out: against the session itself, or against any base URL. The newest 20 are kept
 * for as long as the session lasts, in memory only; credentials are in no report.
 */
export interface CheckControl {
  /**
   * Starts a run.
   *
   * @returns it, as it begins
   * @throws {PagewrightError} `unknown-contract`; `invalid-option`; `too-many-checks` while two are running
   */
  start(settings?: CheckSettings): Promise<CheckRun>;
  /** Those that are kept, the newest first. */
  list(): readonly CheckRun[];
  /** @throws {PagewrightError} `unknown-check` */
  read(id: number): CheckedRun;
  /** Stops a run, which keeps what it found; one that has ended is removed. @throws {PagewrightError} `unknown-check` */
  stop(id: number): void;
  /**
   * A report as text.
   *
   * @throws {PagewrightError} `unknown-check`; `check-running` while there is none
   */
  report(id: number, form: ReportForm): string;
  /**
   * The pages in the evidence of a requirement, in the order in which they were asked for: what is known of the list of another server.
   *
   * @param requirement - its id
   * @throws {PagewrightError} `unknown-check`; `invalid-option` for a requirement that the run has not decided
   */
  windows(id: number, requirement: string): readonly EvidenceWindow[];
  /** What changed from one run to another. @throws {PagewrightError} `unknown-check`, `check-running` */
  compare(before: number, after: number): ReportDiff;
  /**
   * Follows a run: what has been decided first, then what is decided, and its end.
   *
   * @returns ends it
   * @throws {PagewrightError} `unknown-check`
   */
  follow(id: number, listener: CheckListener): () => void;
}

const MAX_KEPT = 20;
/** Of all sessions together: each run keeps the process busy. */
const MAX_RUNNING = 2;

interface Kept {
  readonly suite: Suite;
  readonly run: CheckRun;
  readonly results: readonly Result[];
  readonly report: SuiteReport | undefined;
  readonly listeners: Set<CheckListener>;
  stop(): void;
}

interface Runs {
  readonly kept: Map<number, Kept>;
  last: number;
}

/** Sessions in which nobody has run the suite have none. */
const runsOf = new WeakMap<Session, Runs>();
let running = 0;

/** Creates the control of a session's runs. */
export function createCheckControl(enter: () => Session, urlOf: (session: Session) => string): CheckControl {
  const all = (): Runs => runsOf.get(enter()) ?? { kept: new Map(), last: 0 };
  const find = (id: number): Kept => {
    const { kept } = all();
    const found = kept.get(id);
    if (found !== undefined) return found;
    const ids = [...kept.keys()];
    throw new PagewrightError(
      'unknown-check',
      `Unknown check ${id}: ${ids.length === 0 ? 'there is none' : `there are ${ids.join(', ')}`}`,
    );
  };
  const finished = (id: number): { readonly suite: Suite; readonly report: SuiteReport } => {
    const { suite, report, run } = find(id);
    if (report !== undefined) return { suite, report };
    const why = run.state === 'running' ? 'it is running' : `it could not be run: ${run.message}`;
    throw new PagewrightError('check-running', `Check ${id} has no report: ${why}`);
  };
  return {
    async start(settings = {}) {
      const session = enter();
      const list = findList(session.lists, settings.contract);
      const suite = await import('../../../conformance/index.ts');
      if (running >= MAX_RUNNING) {
        throw new PagewrightError(
          'too-many-checks',
          `Too many checks: ${MAX_RUNNING} are running; stop one, or wait until it ends`,
        );
      }
      const runs = runsOf.get(session) ?? { kept: new Map<number, Kept>(), last: 0 };
      running += 1;
      // Another one may begin before this one has.
      runs.last += 1;
      const id = runs.last;
      runsOf.set(session, runs);
      const listeners = new Set<CheckListener>();
      const tell = (act: (listener: CheckListener) => void): void => {
        for (const listener of [...listeners]) act(listener);
      };
      try {
        const started = await startRun({
          suite,
          session,
          list,
          settings,
          id,
          ownUrl: urlOf(session),
          onProgress: (run) => tell((listener) => listener.progress?.(run)),
          onResult: (result) => tell((listener) => listener.result?.(result)),
          onEnd(run) {
            running -= 1;
            tell((listener) => listener.end?.(run));
          },
        });
        const kept: Kept = {
          suite,
          listeners,
          stop: started.stop,
          get run() {
            return started.run;
          },
          get results() {
            return started.results;
          },
          get report() {
            return started.report;
          },
        };
        runs.kept.set(started.run.id, kept);
        for (const [older, { run }] of runs.kept) {
          if (runs.kept.size > MAX_KEPT && run.state !== 'running') runs.kept.delete(older);
        }
        return started.run;
      } catch (error) {
        running -= 1;
        throw error;
      }
    },
    list: () => [...all().kept.values()].map(({ run }) => run).reverse(),
    read(id) {
      const { run, report } = find(id);
      return { ...run, ...(report !== undefined && { report }) };
    },
    stop(id) {
      const found = find(id);
      if (found.run.state === 'running') found.stop();
      else all().kept.delete(id);
    },
    report(id, form) {
      const { suite, report } = finished(id);
      const formats = {
        json: suite.formatJson,
        html: suite.formatHtml,
        markdown: suite.formatMarkdown,
        junit: suite.formatJunit,
      };
      return formats[form](report);
    },
    windows(id, requirement) {
      const { results, run } = find(id);
      const result = results.find((one) => one.id === requirement);
      if (result === undefined) {
        const known = results.map((one) => one.id);
        throw new PagewrightError(
          'invalid-option',
          `Unknown requirement ${requirement}${didYouMean(requirement, known)}`,
        );
      }
      const { lists, journal } = enter();
      const { contract } = findList(lists, run.contract);
      return listEvidenceWindows(contract, result, (asked) => {
        return run.isOwn ? findAsked(contract, journal, asked) : undefined;
      });
    },
    compare(before, after) {
      const [one, other] = [finished(before), finished(after)];
      return one.suite.diffReports(one.report, other.report);
    },
    follow(id, listener) {
      const { run, results, listeners } = find(id);
      for (const result of results) listener.result?.(result);
      if (run.state !== 'running') {
        listener.end?.(run);
        return () => {};
      }
      listener.progress?.(run);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
