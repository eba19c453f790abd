import { describe, expect, it } from '@jest/globals';
import { createMock, type Mock } from '../mock.ts';

import { openSampleMock } from '../testing/sample.ts';
import { readClockChange } from './clock.ts';

describe('create clock control', () => {
  const START = '2026-05-05T09:30:00.000Z';

  const open = (): Promise<Mock> => openSampleMock({ listen: false });

  describe('createClockControl', () => {
    it('shows the time of each contract’s scenario', async () => {
      const { clock } = await open();
      expect(clock.read()).toEqual({ now: START, runs: false, contracts: { orders: START } });
    });

    it.each([
      ['2026-06-01T00:00:00Z', '2026-06-01T00:00:00.000Z'],
      ['2026-06-01', '2026-06-01T00:00:00.000Z'],
      [0, '1970-01-01T00:00:00.000Z'],
      [new Date(1000), '1970-01-01T00:00:01.000Z'],
      ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    ])('is set to %p', async (time, now) => {
      const { clock } = await open();
      expect(clock.set(time)).toMatchObject({ now, contracts: { orders: now } });
      expect(clock.read().now).toBe(now);
    });

    it.each([
      ['8d', '2026-05-13T09:30:00.000Z'],
      ['-90s', '2026-05-05T09:28:30.000Z'],
      [1500, '2026-05-05T09:30:01.500Z'],
    ])('is advanced by %p', async (by, now) => {
      expect((await open()).clock.advance(by).now).toBe(now);
    });

    it('runs, and stands still', async () => {
      const { clock } = await open();
      expect([clock.run().runs, clock.freeze().runs, clock.read().runs]).toEqual([true, false, false]);
    });

    it('does several things at once, in the order of setting and advancing', async () => {
      const { clock } = await open();
      const reading = clock.change({ frozen: true, advance: '1h', set: '2026-06-01T00:00:00Z' });
      expect(reading).toMatchObject({ now: '2026-06-01T01:00:00.000Z', runs: false });
    });

    it.each([
      [{ advance: 'soon' }, /^Invalid advance "soon": must be a duration/],
      [{ set: 'tomorrow' }, /^Invalid time "tomorrow": must be a date-time/],
      [{ set: '2026-06-01', frozen: false, advance: 'soon' }, /^Invalid advance "soon"/],
      [{ frozen: false, set: -100_000 }, /the years 1970 to 9999/],
      [{ frozen: false, advance: '8000000d' }, /the years 1970 to 9999/],
      [{ advance: '-60000d' }, /the years 1970 to 9999/],
      [{ advance: 8e15 }, /the years 1970 to 9999/],
      [{ set: Number.NaN }, /must be a date-time/],
    ])('refuses %p and stays as it is', async (change, message) => {
      const { clock } = await open();
      clock.advance('1d');
      const before = clock.read();
      expect(() => clock.change(change)).toThrow(message);
      expect(clock.read()).toEqual(before);
    });

    it('is what the expiry of links follows', async () => {
      const mock = await createMock({ contract: 'pyng', listen: false });
      const ask = (url: string): Promise<Response> => mock.handle(new Request(url, { headers: mock.headers }));
      const first = (await (await ask(`${mock.listUrl}?limit=2`)).json()) as { data: { nextHref: string } };
      const next = new URL(first.data.nextHref, mock.url).href;
      expect((await ask(next)).status).toBe(200);
      mock.clock.advance('8d');
      const expired = await ask(next);
      expect([expired.status, await expired.text()]).toEqual([400, expect.stringContaining('invalid-pagination-link')]);
      mock.clock.advance('-8d');
      expect((await ask(next)).status).toBe(200);
    });
  });
});

describe('readClockChange', () => {
  it.each([{ advance: '8d' }, { advance: -5 }, { set: '2030-01-01', frozen: false }, { set: new Date(0) }, { set: 0 }])(
    'takes %p',
    (change) => {
      expect(readClockChange(change)).toBe(change);
    },
  );

  it.each([
    [{}, /^Empty clock change: /],
    [{ foo: 1 }, /^Unknown field foo; known: set, advance, frozen$/],
    [{ constructor: 1 }, /^Unknown field constructor/],
    [{ set: null }, /^Invalid set null: must be a date-time/],
    [{ advance: {} }, /^Invalid advance \{\}: must be a duration/],
    [{ advance: '8d', frozen: 'no' }, /^Invalid frozen "no": must be true or false$/],
  ])('refuses %p', (change, message) => {
    expect(() => readClockChange(change)).toThrow(message);
  });
});
