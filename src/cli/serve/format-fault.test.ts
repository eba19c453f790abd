import { describe, expect, it } from '@jest/globals';
import { parseFault } from '../../fault/parse-fault.ts';
import { formatFault } from './format-fault.ts';

describe('formatFault', () => {
  it.each(['latency', 'latency:ms=300,jitterMs=50', 'server-error:status=503,contract=orders,page=2,probability=0.5'])(
    'writes %s as it was asked for',
    (text) => {
      expect(formatFault(parseFault(text))).toBe(text);
    },
  );

  it('leaves out what a board says of it', () => {
    const active = { kind: 'cycle', times: 3, id: 'fault-1', struck: 1, remaining: 2 } as const;
    expect(formatFault(active)).toBe('cycle:times=3');
  });
});
