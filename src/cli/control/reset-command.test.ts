import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ControlledMock, openControlledMock } from './testing/open-controlled-mock.ts';

let opened: ControlledMock;
beforeAll(async () => {
  opened = await openControlledMock();
});
afterAll(() => opened.mock.close());

describe('createResetCommand', () => {
  it('puts back the rows of a contract alone, or everything', async () => {
    opened.mock.rows.remove('o1');
    opened.mock.clock.advance('1d');
    const later = opened.mock.now();
    expect(await opened.print('reset', '--contract', 'orders')).toBe(
      'the rows of orders are those of the scenario that is loaded\n',
    );
    expect(opened.mock.rows.get('o1')).toMatchObject({ id: 'o1' });
    expect(opened.mock.now()).toBe(later);
    expect(await opened.print('reset')).toBe(
      'rows are those of the scenario that is loaded; clock, faults, grease and journal are as they began; snapshots stay\n',
    );
    expect(opened.mock.now()).toBe(Date.parse('2026-05-05T09:30:00Z'));
  });

  it('prints nothing as JSON, as the mock has nothing to say', async () => {
    expect(await opened.print('reset', '--json')).toBe('');
  });

  it('refuses a contract that is not served', async () => {
    expect(await opened.refuse('reset', '--contract', 'none')).toEqual([
      2,
      expect.stringMatching(/there is no contract none/),
    ]);
  });
});
