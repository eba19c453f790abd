import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ControlledMock, openControlledMock } from './testing/open-controlled-mock.ts';

let opened: ControlledMock;
beforeEach(async () => {
  opened = await openControlledMock();
});
afterEach(() => opened.mock.close());

describe('createFaultsCommand', () => {
  it('switches faults on, lists and clears them', async () => {
    expect(await opened.print('faults')).toBe('no fault is on\n');
    expect(await opened.print('faults', 'add', '503:times=2,retryAfter=0')).toBe(
      'fault-1 is on: server-error:status=503,times=2,retryAfter=0\n',
    );
    await opened.print('faults', 'add', 'latency:ms=1');
    expect((await opened.ask()).status).toBe(503);
    expect((await opened.print('faults')).split('\n')).toEqual([
      'fault-1  server-error:status=503,times=2,retryAfter=0  struck once, 1 to come',
      expect.stringMatching(/^fault-2 {2}latency:ms=1 +struck/),
      '',
    ]);
    expect(await opened.print('faults', 'clear', 'fault-1')).toBe('fault-1 is off\n');
    expect(JSON.parse(await opened.print('faults', 'list', '--json'))).toMatchObject([{ id: 'fault-2', ms: 1 }]);
    expect(await opened.print('faults', 'clear')).toBe('every fault is off\n');
    expect(opened.mock.faults.list()).toEqual([]);
  });

  it('takes options before and behind the name of an action', async () => {
    await opened.print('faults', '--session', 'a', 'add', '429');
    await opened.print('faults', 'add', '429', '--session', 'a');
    expect(opened.mock.session('a').faults.list()).toHaveLength(2);
    expect(opened.mock.faults.list()).toEqual([]);
  });

  it('tells of each kind its own parameters, and what contracts make of it', async () => {
    const lines = (await opened.print('faults', 'kinds')).split('\n');
    const at = lines.indexOf('latency  the answer comes late; ms, jitterMs');
    expect(lines[at + 1]).toBe('    orders  allowed  no contract says how soon an answer comes');
    expect(lines).toContainEqual(expect.stringMatching(/^ {4}orders {2}not allowed \(\w+\) {2}/));
    expect(lines).toContainEqual(expect.stringMatching(/^ {4}orders {2}not applicable {2}/));
    expect(JSON.parse(await opened.print('faults', 'kinds', '--json'))).toEqual(opened.mock.faults.kinds());
  });

  it.each([
    [['add', 'latenc'], 'there is no fault "latenc"; did you mean latency?'],
    [['add', 'latency:ms'], '"latency:ms" is not the text of a fault'],
    [['add', 'expired-link'], 'a position that is a number cannot expire'],
    [['add'], "missing required argument 'fault'"],
    [['clear', 'fault-7'], 'no fault fault-7 is on; none is on'],
    [['ad', 'latency'], 'faults has no action ad; did you mean add?'],
    [['remove-all'], 'faults has no action remove-all; there are list, add, clear, kinds'],
  ])('refuses %p', async (words, message) => {
    expect(await opened.refuse('faults', ...words)).toEqual([2, expect.stringContaining(message)]);
  });
});
