import { setMaxListeners } from 'node:events';
import type { Report, Result } from '../../../conformance/index.ts';
import type { Contract } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';
import { createWildcardTest } from '../../contract/text.ts';
import type { Session } from '../sessions/session.ts';
import type { SessionList } from '../sessions/session-list.ts';
import { findOwnCallers, type OwnTarget, openOwnTarget } from './own-target.ts';

type Texts = Readonly<Record<string, string>>;

/** What is checked, and how. */
export interface CheckSettings {
  /** The id of a contract that is served; by default the first one. */
  readonly contract?: string | undefined;
  /** Of the server to check; by default the mock itself, in this session, with what it knows of its callers. */
  readonly baseUrl?: string | undefined;
  readonly headers?: Texts | undefined;
  /** Query parameters that every request sends. */
  readonly query?: Texts | undefined;
  /** Values of the parameters of the path. */
  readonly parameters?: Texts | undefined;
  /** Those of another tenant. */
  readonly foreignParameters?: Texts | undefined;
  /** Headers of other callers: `expired`, `insufficient-scope`, `other-tenant`. */
  readonly roles?: Readonly<Record<string, Texts>> | undefined;
  /** Ids of requirements; `*` stands for any text. */
  readonly only?: readonly string[] | undefined;
  readonly profile?: 'whole' | 'quick' | undefined;
  readonly seed?: number | undefined;
  /** By default 400; 60 of a quick run. */
  readonly maxRequests?: number | undefined;
}

/** A run of the suite, as it is now. */
export interface CheckRun {
  readonly id: number;
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  readonly contract: string;
  /** The base URL that is checked, without credentials. */
  readonly target: string;
  /** Whether it is the session itself. */
  readonly isOwn: boolean;
  readonly profile: 'whole' | 'quick';
  /** Of the session itself: the scenario and the bug that it then had. */
  readonly scenario?: string;
  readonly deviation?: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly requests: number;
  readonly maxRequests: number;
  /** How many requirements there are by area, and how they were decided. */
  readonly areas: readonly CheckArea[];
  /** What is being looked at, in a sentence. */
  readonly asking?: string;
  /** The last request, without credentials: `GET http://…`. */
  readonly request?: string;
  readonly verdict?: Report['verdict'];
  /** Why it could not be run, or ended early. */
  readonly message?: string;
}

interface CheckArea {
  readonly area: string;
  readonly of: number;
  readonly done: number;
  readonly passed: number;
  readonly violations: number;
  readonly warnings: number;
  /** How many could not be decided. */
  readonly open: number;
}

export type Suite = typeof import('../../../conformance/index.ts');

interface StartOptions {
  readonly suite: Suite;
  readonly session: Session;
  readonly list: SessionList;
  readonly settings: CheckSettings;
  readonly id: number;
  /** The base URL of the session, as its callers know it. */
  readonly ownUrl: string;
  onProgress(run: CheckRun): void;
  onResult(result: Result): void;
  onEnd(run: CheckRun): void;
}

/** A run that was started. */
export interface StartedRun {
  readonly run: CheckRun;
  /** What has been decided. */
  readonly results: readonly Result[];
  /** Once it has ended, unless it failed. */
  readonly report: Report | undefined;
  stop(): void;
}

const MAX_REQUESTS = { whole: 400, quick: 60 };
/** Nobody waits for longer, and a run that nobody stops must end. */
const MAX_DURATION_MS = 30 * 60_000;

/**
 * Starts a run of the suite. It ends by itself, by `stop`, or with its session.
 *
 * @throws {PagewrightError} `invalid-option`, before anything is asked
 */
export async function startRun(options: StartOptions): Promise<StartedRun> {
  const { suite, session, list, settings, id, ownUrl, onProgress, onResult, onEnd } = options;
  const { contract } = list;
  const { profile = 'whole', seed, only, baseUrl } = settings;
  const maxRequests = settings.maxRequests ?? MAX_REQUESTS[profile] ?? MAX_REQUESTS.whole;
  const isOwn = baseUrl === undefined || baseUrl.replace(/\/+$/, '') === ownUrl;
  const own = isOwn ? await openOwnTarget(session) : undefined;
  const toPublic = createRelocation(own, ownUrl);
  const ending = new AbortController();
  setMaxListeners(0, ending.signal);
  const stop = (): void => ending.abort(new Error('stopped by the user'));
  const sessionEnds = (): void => ending.abort(new Error('the session ended'));
  const began = performance.now();
  const found: Result[] = [];
  let report: Report | undefined;
  let run: CheckRun = {
    id,
    state: 'running',
    contract: contract.id,
    target: isOwn ? ownUrl : hideUser(baseUrl),
    isOwn,
    profile,
    ...(isOwn && { scenario: list.scenario }),
    ...(isOwn && session.deviation !== undefined && { deviation: session.deviation.name }),
    startedAt: new Date().toISOString(),
    durationMs: 0,
    requests: 0,
    maxRequests,
    areas: [],
  };
  const change = (changes: Partial<CheckRun>): void => {
    run = { ...run, durationMs: Math.round(performance.now() - began), ...changes };
  };
  const rest = { only, seed, profile, runTimeoutMs: MAX_DURATION_MS, signal: ending.signal };
  try {
    const target = { contract, ...readTarget(list, session, settings, own), maxRequests };
    requireParameters(contract, target.pathParameters);
    const requirements = suite.listRequirements(contract).filter(({ id: name }) => isWanted(name, only));
    change({ areas: countAreas(requirements, found) });
    const running = suite.runConformance(
      {
        ...target,
        signal: ending.signal,
        onRequest({ method, url }) {
          change({ requests: run.requests + 1, request: toPublic(`${method} ${url}`) });
          onProgress(run);
        },
      },
      {
        ...withoutUndefined(rest),
        onProgress({ current = '' }) {
          change({ asking: current });
          onProgress(run);
        },
      },
    );
    session.ended.addEventListener('abort', sessionEnds);
    void follow(running);

    async function follow(all: typeof running): Promise<void> {
      try {
        for await (const result of all) {
          const relocated = toPublic(result);
          found.push(relocated);
          change({ areas: countAreas(requirements, found) });
          onResult(relocated);
          onProgress(run);
        }
        report = toPublic(await all.report);
        const { stopped, verdict, requests } = report;
        const state = stopped === undefined ? 'done' : 'stopped';
        change({ state, verdict, requests, ...(stopped !== undefined && { message: stopped }) });
      } catch (error) {
        change({ state: 'failed', message: toPublic(describe(error)) });
      } finally {
        const { asking: _, request: __, ...ended } = run;
        run = ended;
        session.ended.removeEventListener('abort', sessionEnds);
        await own?.close();
        onEnd(run);
      }
    }
  } catch (error) {
    await own?.close();
    if (error instanceof TypeError) throw new PagewrightError('invalid-option', error.message, { cause: error });
    throw error;
  }
  return {
    get run() {
      return run;
    },
    results: found,
    get report() {
      return report;
    },
    stop,
  };
}

function describe(error: unknown): string {
  return error instanceof PagewrightError ? error.message : 'Internal error of the suite';
}

/** What every request goes to, and who sends it. */
function readTarget(
  list: SessionList,
  { lists }: Session,
  { baseUrl = '', headers, query, parameters, foreignParameters, roles }: CheckSettings,
  own: OwnTarget | undefined,
): {
  readonly baseUrl: string;
  readonly headers: Texts;
  readonly query: Texts;
  readonly pathParameters: Texts;
  readonly foreignPathParameters: Texts;
  readonly roles: Readonly<Record<string, Texts>>;
} {
  const known = own && findOwnCallers(list, lists);
  return {
    baseUrl: own?.baseUrl ?? baseUrl,
    headers: { ...known?.headers, ...headers },
    query: { ...known?.query, ...query },
    pathParameters: { ...known?.pathParameters, ...parameters },
    foreignPathParameters: { ...known?.foreignPathParameters, ...foreignParameters },
    roles: { ...known?.roles, ...roles },
  };
}

function requireParameters({ path }: Contract, given: Texts): void {
  const names = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
  const missing = names.filter((name) => (given[name] ?? '') === '');
  if (missing.length === 0) return;
  throw new PagewrightError('invalid-option', `Missing parameters: ${path} needs ${missing.join(', ')}`);
}

function isWanted(id: string, only: readonly string[] | undefined): boolean {
  if (only === undefined) return true;
  return only.some((pattern) => createWildcardTest(pattern)(id));
}

function countAreas(
  requirements: readonly { readonly area: string }[],
  results: readonly Result[],
): readonly CheckArea[] {
  return [...new Set(requirements.map(({ area }) => area))].map((area) => {
    const decided = results.filter((one) => one.area === area);
    const count = (...verdicts: readonly Result['verdict'][]): number =>
      decided.filter(({ verdict }) => verdicts.includes(verdict)).length;
    return {
      area,
      of: requirements.filter((one) => one.area === area).length,
      done: decided.length,
      passed: count('pass'),
      violations: count('fail'),
      warnings: count('warn', 'note', 'waived'),
      open: count('inconclusive', 'error'),
    };
  });
}

/** User and password of a base URL are sent, and shown to nobody. */
function hideUser(baseUrl: string): string {
  if (!URL.canParse(baseUrl)) return baseUrl;
  const { origin, pathname } = new URL(baseUrl);
  return `${origin}${pathname}`.replace(/\/+$/, '');
}

/** Puts the address that callers know in place of the port that only the run has. */
function createRelocation(own: OwnTarget | undefined, ownUrl: string): <Value>(value: Value) => Value {
  if (own === undefined) return (value) => value;
  const { baseUrl } = own;
  const [host, ownHost] = [new URL(baseUrl).host, new URL(ownUrl).host];
  function relocate(value: unknown): unknown {
    if (typeof value === 'string') return value.replaceAll(baseUrl, ownUrl).replaceAll(host, ownHost);
    if (Array.isArray(value)) return value.map(relocate);
    if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, relocate(one)]));
  }
  return (value) => relocate(value) as typeof value;
}

function withoutUndefined<Options extends object>(
  options: Options,
): { [Key in keyof Options]: Exclude<Options[Key], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}
