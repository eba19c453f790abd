import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ControlledMock, openControlledMock } from './testing/open-controlled-mock.ts';

let opened: ControlledMock;
beforeAll(async () => {
  opened = await openControlledMock();
});
afterAll(() => opened.mock.close());

describe('createSnapshotCommand', () => {
  it('keeps rows and clock, and puts them back', async () => {
    expect(await opened.print('snapshot')).toBe('there are no snapshots\n');
    await opened.print('snapshot', 'save', 'before');
    opened.mock.rows.remove('o1');
    opened.mock.clock.advance('1d');
    await opened.print('snapshot', 'save', 'after');
    expect(await opened.print('snapshot', 'list')).toBe('before\nafter\n');
    opened.mock.faults.add('latency:ms=1');
    expect(await opened.print('snapshot', 'restore', 'before')).toBe(
      'rows, scenarios and clock are as they were when "before" was saved\n',
    );
    expect(opened.mock.faults.list()).toHaveLength(1);
    expect(opened.mock.rows.get('o1')).toMatchObject({ id: 'o1' });
    expect(new Date(opened.mock.now()).toISOString()).toBe('2026-05-05T09:30:00.000Z');
    await opened.print('snapshot', 'remove', 'before');
    expect(JSON.parse(await opened.print('snapshot', '--json'))).toEqual(['after']);
  });

  it.each([
    [['restore', 'none'], 'there is no snapshot none'],
    [['remove', 'no/ne'], 'there is no snapshot no/ne'],
    [['save', 'no/ne'], 'cannot be the name of a snapshot'],
  ])('refuses %p', async (words, message) => {
    expect(await opened.refuse('snapshot', ...words)).toEqual([2, expect.stringContaining(message)]);
  });
});
