import { joinSignals } from '../../conformance/client/pacing.ts';
import { MAX_TIMEOUT_MS } from '../../conformance/client/settings.ts';
import type { BetweenPages, HookOptions } from '../../conformance/hooks/hooks.ts';
import { isWebUrl, MAX_ORACLE_BYTES, type OracleSource } from '../../conformance/hooks/oracle.ts';
import type { RunTarget } from '../../conformance/index.ts';
import { runCommand } from './command-run.ts';
import type { CheckSettings } from './config-file.ts';
import type { Terminal } from './terminal.ts';
import { expandVariables } from './variables.ts';

type Settings = Pick<CheckSettings, 'betweenPages' | 'oracle' | 'hookTimeout'>;
type Place = Pick<RunTarget, 'baseUrl'>;

/** The hooks of the settings: commands, which a shell runs as those of `audit --run`, and the URL of an oracle. */
export function readHooks(settings: Settings, target: Place, terminal: Terminal): HookOptions {
  const { betweenPages, oracle, hookTimeout } = settings;
  return {
    ...(betweenPages === undefined ? {} : { betweenPages: toChange(betweenPages, target, terminal) }),
    ...(oracle === undefined ? {} : { oracle: toOracle(oracle, target, terminal) }),
    ...(hookTimeout === undefined ? {} : { hookTimeoutMs: hookTimeout }),
  };
}

/** What one environment variable may hold on any system. */
const MAX_VARIABLE = 32_000;

function toChange(command: string, target: Place, terminal: Terminal): BetweenPages {
  return async ({ signal, ...change }) => {
    const { phase, page, next, id = '', ids, contract } = change;
    const known = JSON.stringify(ids);
    const env = {
      PAGEWRIGHT_CONTRACT: contract,
      PAGEWRIGHT_PHASE: phase,
      PAGEWRIGHT_PAGE: String(page),
      PAGEWRIGHT_NEXT: next.length > MAX_VARIABLE ? '' : next,
      PAGEWRIGHT_ID: id,
      ...(known.length > MAX_VARIABLE ? {} : { PAGEWRIGHT_IDS: known }),
    };
    return await runHook(command, { env, target, signal, terminal, input: `${JSON.stringify(change)}\n` });
  };
}

function toOracle(source: string, target: Place, terminal: Terminal): OracleSource {
  const expanded = /^https?:/i.test(source) ? expandVariables(source, terminal.env) : source;
  if (isWebUrl(expanded)) return expanded;
  return ({ signal }) => runHook(source, { env: {}, target, signal, terminal });
}

interface HookRun {
  readonly env: Readonly<Record<string, string>>;
  readonly target: Place;
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
  readonly input?: string;
}

/** Such as the end of a stack trace; in characters. */
const MAX_SAID = 1000;

/** Runs a command, and returns what it printed; an error says how it ended, and what it said. */
async function runHook(command: string, { env, target, signal, terminal, input = '' }: HookRun): Promise<string> {
  const output: Buffer[] = [];
  let size = 0;
  let said = '';
  const tooMuch = new AbortController();
  const { baseUrl = '' } = target;
  const { failure } = await runCommand({
    command,
    cwd: terminal.cwd,
    env: { ...terminal.env, PAGEWRIGHT_BASE_URL: baseUrl, ...env },
    stdio: 'pipe',
    input,
    // The run has its own limit, which says more.
    timeoutMs: MAX_TIMEOUT_MS,
    stopped: waitForAbort(joinSignals([signal, tooMuch.signal])),
    onOutput: (text) => {
      size += text.length;
      if (size <= MAX_ORACLE_BYTES) output.push(text);
      else tooMuch.abort();
    },
    onErrors: (text) => {
      said = (said + text.toString()).slice(-MAX_SAID);
    },
  });
  if (tooMuch.signal.aborted) throw new Error(`its command printed more than ${MAX_ORACLE_BYTES / 2 ** 20} MB`);
  if (failure === undefined) return Buffer.concat(output).toString('utf8');
  const words = said.trim().replace(/\s+/g, ' ');
  throw new Error(`its command ${failure}${words === '' ? '' : `: ${words}`}`);
}

function waitForAbort(signal: AbortSignal): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('SIGTERM');
    else signal.addEventListener('abort', () => resolve('SIGTERM'), { once: true });
  });
}
