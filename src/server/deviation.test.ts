import { describe, expect, it } from '@jest/globals';
import { type AlteredList, alterList } from '../alter/engine.ts';
import type { Contract } from '../contract/contract.ts';
import { loadContracts } from '../contract/load-contracts.ts';
import { createRequest } from '../mock/testing/create-request.ts';
import { readBody } from '../mock/testing/read-body.ts';
import { loadDeviation, requireEffect } from './deviation.ts';
import { createSampleList, HEADERS, writeSample } from './testing/sample.ts';

const file = writeSample();

/** Where there is no answer. */
const NONE = { body: 'null' };

describe('loadDeviation', () => {
  it('loads nothing where no deviation is wanted', async () => {
    expect(await loadDeviation(undefined)).toBeUndefined();
  });

  it('makes lists deviate where the deviation applies', async () => {
    const deviation = await loadDeviation('total-of-page');
    if (deviation === undefined) throw new Error('no deviation');
    const { state } = createSampleList();
    const list = (...alterations: Parameters<typeof alterList>[1]): AlteredList =>
      alterList({ state, key: 'key', seed: '1' }, alterations);
    const request = createRequest('/shops/north/orders?size=1', { headers: HEADERS });
    expect(readBody(list().handle(request) ?? NONE)).toMatchObject({ total: 3 });
    const deviant = list(...deviation.alterations(state.contract));
    expect(readBody(deviant.handle(request) ?? NONE)).toMatchObject({ total: 1 });
    expect(() => requireEffect(deviation, [state.contract])).not.toThrow();
  });

  it('rejects an unknown name', async () => {
    const message = 'Unknown deviation total-of-pages; did you mean total-of-page?';
    await expect(loadDeviation('total-of-pages')).rejects.toThrow(message);
  });

  it('is rejected where it applies to no list', async () => {
    const deviation = await loadDeviation('page-count-floor');
    if (deviation === undefined) throw new Error('no deviation');
    expect(deviation.alterations(loadContracts(file)[0] as Contract)).toEqual([]);
    expect(() => requireEffect(deviation, loadContracts(file))).toThrow(
      'Deviation page-count-floor does not apply to orders: the number of pages is rounded down',
    );
  });
});
