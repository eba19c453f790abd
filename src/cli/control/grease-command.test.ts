import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ControlledMock, openControlledMock } from './testing/open-controlled-mock.ts';

let opened: ControlledMock;
beforeEach(async () => {
  opened = await openControlledMock();
});
afterEach(() => opened.mock.close());

describe('createGreaseCommand', () => {
  it('switches grease on and off', async () => {
    expect(await opened.print('grease')).toBe('grease is off\n');
    expect(await opened.print('grease', 'on')).toBe('grease is on (seed 1)\n');
    expect(await opened.print('grease', 'on', '7', '--feature', 'header-case', '--feature', 'media-type')).toBe(
      'grease is on (seed 7): header-case, media-type\n',
    );
    expect(opened.mock.grease.read()).toEqual({ seed: '7', features: ['header-case', 'media-type'] });
    expect(JSON.parse(await opened.print('grease', '--json'))).toMatchObject({ isOn: true, seed: '7' });
    expect(await opened.print('grease', 'off')).toBe('grease is off\n');
    expect(opened.mock.grease.read()).toBeUndefined();
  });

  it('tells what each contract leaves open, and why not the rest', async () => {
    const [first, ...lines] = (await opened.print('grease', 'kinds')).trimEnd().split('\n');
    expect(first).toBe('orders');
    const kinds = opened.mock.grease.kinds();
    expect(lines).toHaveLength(kinds.length);
    for (const [index, { name, applies, reason }] of kinds.entries()) {
      expect(lines[index]).toMatch(new RegExp(`^ {2}\\${applies ? '+' : '-'} ${name} +`));
      expect(lines[index]).toContain(reason);
    }
  });

  it('refuses what there is not', async () => {
    expect(await opened.refuse('grease', 'on', '1', '--feature', 'colour')).toEqual([
      2,
      expect.stringContaining('there is no grease colour'),
    ]);
  });
});
