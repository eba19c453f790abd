import { describe, expect, it } from '@jest/globals';
import type { RunningMock } from '../../server/start-mock.ts';
import { describeCircumstances } from './describe-circumstances.ts';

const mockWith = (parts: { deviation?: object; grease?: object; faults?: readonly object[] } = {}): RunningMock => {
  const { deviation, grease, faults = [] } = parts;
  return { deviation, grease: { read: () => grease }, faults: { list: () => faults } } as unknown as RunningMock;
};

describe('describeCircumstances', () => {
  it('has nothing to say of a usual mock', () => {
    expect(describeCircumstances(mockWith(), {})).toEqual([]);
    expect(describeCircumstances(mockWith(), { host: 'localhost' })).toEqual([]);
  });

  it('tells what is not as usual', () => {
    const deviation = { name: 'ties-lost', summary: 'rows are lost', contracts: ['a', 'b'] };
    expect(describeCircumstances(mockWith({ deviation }), {})).toEqual([
      'Deviation ties-lost is on in a, b: rows are lost.',
    ]);
    const faults = [{ kind: 'latency', ms: 5, id: 'fault-1', struck: 0 }, { kind: 'cycle' }];
    expect(describeCircumstances(mockWith({ grease: { seed: '7' }, faults }), { watch: true })).toEqual([
      'Grease is on (seed 7): answers use what contracts leave open, differently each time.',
      'Faults are on: latency:ms=5; cycle',
      'Contract and scenario files are read again when they change.',
    ]);
  });

  it('tells who can reach what, and never the token', () => {
    const token = 'sesame';
    const reach = (host?: string, given?: string): string =>
      describeCircumstances(mockWith(), {
        ...(host !== undefined && { host }),
        ...(given !== undefined && { 'admin-token': given }),
      }).join();
    expect(reach('0.0.0.0')).toMatch(
      /^Other machines can reach the lists\. The administration answers on this machine only/,
    );
    expect(reach('0.0.0.0', token)).toBe(
      'Other machines can reach the lists. The administration answers whoever presents the admin token.',
    );
    expect(reach(undefined, token)).toBe('The administration answers whoever presents the admin token.');
    expect(reach('0.0.0.0', token) + reach('::1', token)).not.toContain(token);
  });
});
