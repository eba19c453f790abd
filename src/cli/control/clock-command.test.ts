import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createMock } from '../../server/create-mock.ts';
import { sampleScenario, writeSample } from '../../server/testing/sample-contract.ts';
import { createTestTerminal, run } from '../testing/create-test-terminal.ts';
import { type ControlledMock, openControlledMock } from './testing/open-controlled-mock.ts';

let opened: ControlledMock;
beforeAll(async () => {
  opened = await openControlledMock();
});
afterAll(() => opened.mock.close());

describe('createClockCommand', () => {
  it('shows the clock and moves it, by spans and to times in words or in milliseconds', async () => {
    expect(await opened.print('clock')).toBe('2026-05-05T09:30:00.000Z  stands still\n');
    expect(await opened.print('clock', '--advance', '8d')).toBe('2026-05-13T09:30:00.000Z  stands still\n');
    expect(await opened.print('clock', '--advance', '-1500')).toBe('2026-05-13T09:29:58.500Z  stands still\n');
    expect(await opened.print('clock', '--set', '2030-01-01T00:00:00Z')).toMatch(/^2030-01-01T00:00:00.000Z/);
    expect(await opened.print('clock', '--set', '1900000000000', '--advance', '1s')).toMatch(/^2030-03-17T17:46:41/);
    expect(opened.mock.now()).toBe(1_900_000_001_000);
  });

  it('lets it run, and stand still again', async () => {
    expect(await opened.print('clock', '--run')).toContain('  runs\n');
    expect(opened.mock.clock.read().runs).toBe(true);
    expect(await opened.print('clock', '--freeze')).toContain('  stands still\n');
    expect(opened.mock.clock.read().runs).toBe(false);
  });

  it('is about the session that is named, and about no other', async () => {
    const before = opened.mock.now();
    const text = await opened.print('clock', '--session', 'other', '--set', '2040-01-01T00:00:00Z', '--json');
    expect(JSON.parse(text)).toEqual({
      now: '2040-01-01T00:00:00.000Z',
      runs: false,
      contracts: { orders: '2040-01-01T00:00:00.000Z' },
    });
    expect(opened.mock.now()).toBe(before);
  });

  it('names contracts whose clocks differ', async () => {
    const [one, other] = [
      writeSample('orders'),
      writeSample('invoices', ['/shops', '/stores'], ['/orders/{id}', '/bills/{id}']),
    ];
    await using mock = await createMock({
      contract: [one, other],
      scenario: { orders: sampleScenario(one), invoices: 'default' },
    });
    const { output } = await run(['clock', '--url', mock.url], createTestTerminal());
    expect(output).toMatch(/^orders {4}2026-05-05T09:30:00.000Z {2}stands still\ninvoices {2}\S+Z {2}stands still\n$/);
  });

  it.each([
    [['--set', '2030'], 'the time is "2030"; expected a date-time'],
    [['--advance', 'soon'], 'advance is "soon"; expected a span of time'],
    [['--freeze', '--run'], "option '--freeze' cannot be used with option '--run'"],
  ])('refuses %p', async (words, message) => {
    expect(await opened.refuse('clock', ...words)).toEqual([2, expect.stringContaining(message)]);
  });
});
