import { describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { readBody, readText } from '../../mock/testing/read-body.ts';
import { openFaulty } from '../testing/open-faulty.ts';

describe.each(builtInContracts())('the delivery of %s', (id) => {
  it.each([
    ['latency', { delayMs: 1000 }],
    ['latency:ms=30', { delayMs: 30 }],
    ['latency:ms=0', { delayMs: 0 }],
    ['truncated-body', { breaks: 'amid-body' }],
    ['slow-drip', { dripMs: 2000 }],
    ['slow-drip:overMs=9', { dripMs: 9 }],
  ])('is described for %s, and the answer stays', (fault, delivery) => {
    const [faulty, plain] = [openFaulty(id, [fault]), openFaulty(id)];
    const { delivery: found, faults, ...response } = faulty.ask(faulty.start());
    expect(found).toEqual(delivery);
    expect(faults).toEqual([fault.split(':')[0]]);
    expect(response).toEqual(plain.ask(plain.start()));
  });

  it('is late by up to the jitter, the same for the same seed', () => {
    const times = (fault: string): unknown[] => {
      const faulty = openFaulty(id, [fault]);
      return Array.from({ length: 40 }, () => faulty.ask(faulty.start()).delivery?.delayMs);
    };
    const some = times('latency:ms=100,jitterMs=5');
    expect(new Set(some)).toEqual(new Set([100, 101, 102, 103, 104, 105]));
    expect(times('latency:ms=100,jitterMs=5')).toEqual(some);
    expect(times('latency:ms=100,jitterMs=5,seed=2')).not.toEqual(some);
  });

  it('brings a whole body that is no JSON', () => {
    const [faulty, plain] = [openFaulty(id, ['malformed-json']), openFaulty(id)];
    const response = faulty.ask(faulty.start());
    const { body, ...rest } = plain.ask(plain.start());
    expect(response).toEqual({ ...rest, body: expect.anything(), faults: ['malformed-json'] });
    expect(() => readBody(response)).toThrow(/JSON/);
    expect(response.body.length).toBe(body.length + 1);
  });

  it('breaks refusals too', () => {
    const faulty = openFaulty(id, ['429', 'malformed-json', 'truncated-body', 'slow-drip', 'latency']);
    const response = faulty.ask(faulty.start());
    expect(response).toMatchObject({
      status: 429,
      delivery: { breaks: 'amid-body', dripMs: 2000, delayMs: 1000 },
      faults: ['rate-limit', 'malformed-json', 'truncated-body', 'slow-drip', 'latency'],
    });
    expect(() => readBody(response)).toThrow(/JSON/);
  });

  it.each(['malformed-json', 'truncated-body', 'slow-drip'])('has no body to which %s could happen', (fault) => {
    const faulty = openFaulty(id, [fault]);
    expect(faulty.ask(faulty.start('', { method: 'HEAD' })).faults).toBeUndefined();
    faulty.board.add({ kind: 'connection-reset' });
    expect(faulty.ask(faulty.start())).toMatchObject({
      delivery: { breaks: 'before-head' },
      faults: ['connection-reset'],
    });
    expect(faulty.board.list()[0]?.struck).toBe(0);
  });

  it('leaves HTML as it is where JSON is to be broken', () => {
    const faulty = openFaulty(id, ['malformed-json', '502']);
    const response = faulty.ask(faulty.start());
    expect(response.faults).toEqual(['server-error']);
    expect(readText(response)).toMatch(/<\/html>\n$/);
  });
});
