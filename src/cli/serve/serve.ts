import type { MockOptions } from '../../server/mock-options.ts';
import { readVersion } from '../../server/read-version.ts';
import type { RunningMock } from '../../server/start-mock.ts';
import { EXIT_CODES } from '../cli-error.ts';
import { explainFailure } from '../explain-failure.ts';
import { requireToken } from '../require-token.ts';
import type { Terminal } from '../terminal.ts';
import { createPaint } from '../text/create-paint.ts';
import { describeCircumstances } from './describe-circumstances.ts';
import { formatFirstScreen } from './format-first-screen.ts';
import type { ServeSettings } from './serve-settings.ts';
import { watchFiles } from './watch-files.ts';

const USUAL_PORT = 4010;
const USUAL_HOST = '127.0.0.1';

/**
 * Serves contracts until it is told to stop.
 *
 * @returns the exit code
 * @throws what `createMock` throws, before anything is served
 */
export async function serve(given: ServeSettings, terminal: Terminal): Promise<number> {
  const settings = { ...readSecrets(terminal.env), ...given };
  requireToken(settings['admin-token']);
  const { startMock } = await import('../../server/start-mock.ts');
  const mock = await startMock(toMockOptions(settings));
  const watch = settings.watch ? watchMock(mock, terminal) : undefined;
  // Whoever reads that it is served may tell it at once to stop.
  const stopped = terminal.waitForStop();
  announce(mock, settings, terminal);
  await stopped;
  watch?.stop();
  await mock.close();
  return EXIT_CODES.ok;
}

/** Secrets of the environment, which on a command line others could read; a variable that is empty counts as not set. */
function readSecrets(env: Terminal['env']): ServeSettings {
  const { PAGEWRIGHT_KEY: key = '', PAGEWRIGHT_ADMIN_TOKEN: token = '' } = env;
  return { ...(key !== '' && { key }), ...(token !== '' && { 'admin-token': token }) };
}

function toMockOptions(settings: ServeSettings): MockOptions {
  const { contracts, port = USUAL_PORT, host = USUAL_HOST, seed, size, scenario, now, deviation, cors, key } = settings;
  const control = {
    grease: typeof settings.grease === 'string' ? { seed: settings.grease } : settings.grease,
    faults: settings.faults,
    sessionIdle: settings['session-idle'],
    adminToken: settings['admin-token'],
  };
  const proxy = { publicUrl: settings['public-url'], trustProxy: settings['trust-proxy'] };
  return { contract: contracts, port, host, seed, size, scenario, now, deviation, key, cors, ...control, ...proxy };
}

function announce(mock: RunningMock, settings: ServeSettings, { stdout, env }: Terminal): void {
  if (settings.json) {
    stdout.write(`${JSON.stringify(mock.contracts)}\n`);
    return;
  }
  const notes = describeCircumstances(mock, settings);
  // A command that works when pasted has to go where the server is, not where a proxy may be.
  const screen = { version: readVersion(), url: mock.url, contracts: mock.describe(mock.url), notes };
  stdout.write(`${formatFirstScreen(screen, createPaint(stdout, env))}\n`);
}

/** Reads files again when they change; with mistakes in them, what was served before goes on being served. */
function watchMock(mock: RunningMock, { stderr }: Terminal): { stop(): void } {
  const watch = watchFiles((file) => {
    try {
      mock.reload();
      watch.follow(mock.files);
      stderr.write(`read again: ${file} changed; rows are those of the scenario again\n`);
    } catch (error) {
      stderr.write(`not read again, what was served before goes on: ${explainFailure(error).message}\n`);
    }
  });
  watch.follow(mock.files);
  return watch;
}
