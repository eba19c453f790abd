import { afterEach, describe, expect, it } from '@jest/globals';
import { createTestServers } from '../../../../conformance/client/testing/create-test-servers.ts';
import { openControlledMock } from '../testing/open-controlled-mock.ts';
import { openAdministration } from './open-administration.ts';

const servers = createTestServers();
afterEach(() => servers.close());

describe('openAdministration', () => {
  it('opens that of a mock, and begins no session by asking for it', async () => {
    await using opened = await openControlledMock();
    const admin = await openAdministration({ url: opened.mock.url, session: 'later' });
    expect(opened.mock.sessions.list()).toHaveLength(1);
    await admin.call('GET', '/clock');
    expect(opened.mock.sessions.list().map(({ id }) => id)).toEqual(['default', 'later']);
  });

  it.each(['{"status":"healthy","version":"3.9.1"}', '{}', 'null', '[]'])(
    'does not take a server that answers %s for one',
    async (body) => {
      const url = await servers.http((_, response) => response.end(body));
      await expect(openAdministration({ url })).rejects.toMatchObject({
        exitCode: 3,
        message: expect.stringContaining('does not answer as a mock of pagewright does'),
      });
    },
  );
});
