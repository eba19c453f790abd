import type { Contract } from '../../src/contract/contract.ts';
import type { Item } from '../list/answer.ts';
import type { HookCall } from '../result.ts';
import { createOracle, type Oracle, type OracleSource } from './oracle.ts';
import { HookError, withinTime } from './time-limit.ts';

/** What is to happen between two pages: rows are added or deleted, or time passes until links and tokens have expired. */
export type ChangePhase = 'insert' | 'delete' | 'expire';

/** A moment between two pages of a walk. */
export interface PageChange {
  readonly phase: ChangePhase;
  /** The id of the contract. */
  readonly contract: string;
  /** The number of the page that was just read, from 1. */
  readonly page: number;
  /** The link, token or number that leads to the page which is read next. */
  readonly next: string;
  /** The rows of the page that was just read, and their identities. */
  readonly items: readonly Item[];
  readonly ids: readonly string[];
  /** Of the phase `delete`, the identity of the row to delete. */
  readonly id?: string;
  /** Aborts when the time for it is over, or the run ends. */
  readonly signal: AbortSignal;
}

/**
 * Changes the rows of a target between two pages, which nobody else may need: it is called a few times in a run. What it returns is
 * shown in the report; what it throws leaves requirements open.
 */
export type BetweenPages = (change: PageChange) => unknown;

/** What a caller lends to a run, beside the target itself. */
export interface HookOptions {
  /** Changes the rows of the target between two pages. Give it only where rows may be changed, as on a staging server. */
  readonly betweenPages?: BetweenPages;
  /**
   * An independent list of the rows that there are: the URL of a JSON array of rows or ids, or of NDJSON; or a function that returns an
   * array, or such a text. It is asked more than once.
   */
  readonly oracle?: OracleSource;
  /** Milliseconds for one call of a hook. Default: 60,000. */
  readonly hookTimeoutMs?: number;
}

/** The hooks of a run; those that were not given are absent. */
export interface Hooks {
  /** @throws {HookError} when it fails or takes too long */
  readonly change?: (change: Omit<PageChange, 'signal' | 'contract'>) => Promise<void>;
  readonly oracle?: Oracle;
  /** Every call so far, the first few of them. */
  readonly calls: readonly HookCall[];
}

const DEFAULT_TIMEOUT_MS = 60_000;
const MAX_CALLS = 50;
/** In characters, of what a call printed. */
const MAX_OUTPUT = 2000;

interface HookContext {
  readonly contract: Contract;
  readonly signal: AbortSignal;
  /** Where the target is, and what its caller sends, which the oracle gets on the same origin. */
  readonly baseUrl: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly redact: (text: string) => string;
}

/**
 * Prepares the hooks of a run.
 *
 * @throws TypeError that names an invalid option
 */
export function createHooks(options: HookOptions, context: HookContext): Hooks {
  const { betweenPages, oracle, hookTimeoutMs = DEFAULT_TIMEOUT_MS } = options;
  if (!(hookTimeoutMs > 0)) throw new TypeError(`Invalid hookTimeoutMs: must be greater than 0, not ${hookTimeoutMs}`);
  if (betweenPages !== undefined && typeof betweenPages !== 'function') {
    throw new TypeError('Invalid betweenPages: must be a function');
  }
  const { contract, signal, redact } = context;
  const calls: HookCall[] = [];
  const call = async <Value>(
    about: Pick<HookCall, 'hook' | 'phase'>,
    run: (signal: AbortSignal) => Value | Promise<Value>,
    show: (value: Value) => string | undefined,
  ): Promise<Value> => {
    const start = performance.now();
    const note = (rest: Pick<HookCall, 'output' | 'failure'>): void => {
      if (calls.length < MAX_CALLS)
        calls.push({ ...about, durationMs: Math.round(performance.now() - start), ...rest });
    };
    try {
      const value = await withinTime(run, hookTimeoutMs, signal);
      const output = show(value);
      note(output === undefined ? {} : { output: redact(output).slice(-MAX_OUTPUT) });
      return value;
    } catch (error) {
      const failure = redact(error instanceof Error ? error.message : String(error)).slice(0, MAX_OUTPUT);
      note({ failure });
      throw new HookError(failure);
    }
  };
  return {
    calls,
    ...(betweenPages === undefined
      ? {}
      : {
          change: async (change) => {
            const { phase } = change;
            await call(
              { hook: 'between-pages', phase },
              (limit) => betweenPages({ ...change, contract: contract.id, signal: limit }),
              (value) => (typeof value === 'string' && value !== '' ? value : undefined),
            );
          },
        }),
    ...(oracle === undefined
      ? {}
      : {
          oracle: createOracle(oracle, { ...context, call: (run, show) => call({ hook: 'oracle' }, run, show) }),
        }),
  };
}
