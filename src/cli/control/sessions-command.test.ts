import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ControlledMock, openControlledMock } from './testing/open-controlled-mock.ts';

let opened: ControlledMock;
beforeAll(async () => {
  opened = await openControlledMock();
});
afterAll(() => opened.mock.close());

describe('createSessionsCommand', () => {
  it('prints the base URL of a new session, and ends it', async () => {
    const url = (await opened.print('sessions', 'create')).trimEnd();
    const { session } = new URL(url).pathname.match(/^\/__session\/(?<session>[^/]+)$/)?.groups ?? {};
    const inside = url + new URL(opened.mock.listUrl).pathname;
    expect((await fetch(inside, { headers: opened.mock.headers })).status).toBe(200);
    const lines = (await opened.print('sessions')).trimEnd().split('\n');
    expect(lines[0]).toMatch(/^default +0 exchanges +last used .*Z {2}http:\S+ +orders=/);
    expect(lines[1]).toContain('1 exchange ');
    expect(lines[1]).toContain(url);
    expect(await opened.print('sessions', 'end', session ?? '')).toBe(`session ${session} has ended\n`);
    expect(opened.mock.sessions.list()).toHaveLength(1);
  });

  it('begins one under an id, with a scenario', async () => {
    const text = await opened.print('sessions', 'create', 'one', '--scenario', 'orders=default', '--json');
    expect(JSON.parse(text)).toMatchObject({ id: 'one', scenarios: { orders: 'default' } });
    expect(await opened.refuse('sessions', 'create', 'one')).toEqual([
      2,
      'pagewright: there is a session one already\n',
    ]);
  });

  it.each([
    [['end', 'none'], 'there is no session none'],
    [['end', 'default'], 'the default session cannot be ended'],
    [['create', 'a b'], 'cannot be the id of a session'],
    [['create', 'x', '--scenario', 'none'], 'there is no scenario none'],
    [['--session', 'x'], "unknown option '--session'"],
  ])('refuses %p', async (words, message) => {
    expect(await opened.refuse('sessions', ...words)).toEqual([2, expect.stringContaining(message)]);
  });
});
