import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
// What is imported later is loaded now, so that no test has to wait for it.
import '../../conformance/index.ts';
import { createTestServers } from '../../conformance/client/testing/create-test-servers.ts';
import { openBrokenMock } from '../../conformance/testing/open-broken-mock.ts';
import { createMock } from '../server/create-mock.ts';
import type { Mock } from '../server/mock.ts';
import { checkWords } from './testing/check-words.ts';
import { run } from './testing/create-test-terminal.ts';

const servers = createTestServers();
let mock: Mock;
beforeAll(async () => {
  mock = await createMock({ contract: 'devdraft' });
});
afterAll(() => mock.close());
afterEach(() => servers.close());

describe('createCheckCommand', () => {
  it('finds nothing to object to in a target that conforms', async () => {
    const { exitCode, output } = await run(checkWords('devdraft', mock.url));
    expect(exitCode).toBe(0);
    expect(output).toMatch(/devdraft conforms: \d+ passed/);
  });

  it('reads path parameters and other roles', async () => {
    await using linked = await createMock({ contract: 'pyng' });
    const { exitCode, output } = await run(
      checkWords(
        'pyng',
        linked.url,
        ...['--as', 'expired=Authorization: Bearer pyng_test_acme_expired', '--only', '*.access.expired.*'],
        ...['--foreign-path-param', 'siteId=site-globex-hobart', '--only', 'pyng.access.foreign*'],
        ...['--rate', '1000/s', '--concurrency', '2', '--timeout', '5000', '--max-requests', '399'],
      ),
    );
    expect(exitCode).toBe(0);
    expect(output).not.toContain('was not given');
    expect(output).toMatch(/conforms: \d+ passed \(/);
  });

  it('says what a target violates', async () => {
    await using broken = await openBrokenMock('devdraft', (page) => ({ ...page, total: Number(page['total']) + 1 }));
    const { exitCode, output } = await run(
      checkWords('devdraft', await servers.http(broken.app), '--only', '*.total.*'),
    );
    expect(exitCode).toBe(1);
    expect(output).toContain('✗ MUST count all rows that match, on every page');
    expect(output).toContain('-H "x-client-key: $X_CLIENT_KEY"');
  });

  it('lets warnings pass unless it is strict', async () => {
    await using broken = await openBrokenMock('devdraft', (page) => ({ ...page, take: 99 }));
    const words = checkWords('devdraft', await servers.http(broken.app), '--only', '*.echo.*');
    expect(await run(words)).toMatchObject({ exitCode: 0, output: expect.stringContaining('1 warning') });
    expect(await run([...words, '--strict'])).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('1 failed'),
    });
  });

  it.each<[string, readonly string[], number, string]>([
    ['nothing listens', checkWords('devdraft', 'http://127.0.0.1:1'), 3, 'nothing listens there'],
    ['no base URL is given', ['check', 'devdraft'], 2, 'where the target is has to be said: --base-url'],
    ['the base URL is none', checkWords('devdraft', 'staging'), 2, 'the base URL must start with http:// or https://'],
    [
      'a path parameter has no value',
      ['check', 'pyng', '--base-url', 'http://127.0.0.1:1'],
      2,
      'siteId of /billing/sites/{siteId}/customers has no value; give one with --path-param siteId=…, or below path-param in the',
    ],
    ['nothing is named', ['check'], 2, "missing required argument 'contract'"],
    [
      'the contract is unknown',
      checkWords('devdraft', 'http://127.0.0.1:1').with(1, 'devdrft'),
      2,
      'did you mean devdraft?',
    ],
    ['a header is none', ['check', 'devdraft', '--header', 'Authorization'], 2, "Expected 'Name: value'"],
    ['a role is none', ['check', 'devdraft', '--as', 'expired'], 2, 'Expected ROLE='],
    ['a rate is none', ['check', 'devdraft', '--rate', 'fast'], 2, 'Expected requests per second'],
    ['an option is unknown', ['check', 'devdraft', '--base-uri', 'x'], 2, "unknown option '--base-uri'"],
  ])('where %s, says so', async (_, words, exitCode, message) => {
    expect(await run(words)).toMatchObject({ exitCode, output: '', errors: expect.stringContaining(message) });
  });

  it('says which headers are missing when the credentials are wrong', async () => {
    const { exitCode, errors } = await run([
      'check',
      'devdraft',
      '--base-url',
      mock.url,
      '--header',
      'x-client-key: no',
    ]);
    expect(exitCode).toBe(3);
    expect(errors).toContain('answers 401');
    expect(errors).toContain('the list needs the headers x-client-key, x-client-secret');
  });

  it('explains itself, its exit codes among it', async () => {
    const { output } = await run(['check', '--help']);
    expect(output).toContain('Examples:\n  pagewright check');
    expect(output).toContain('Exit codes: 0 it conforms');
  });
});
