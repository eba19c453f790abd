import { describe, expect, it } from '@jest/globals';
import { loadContracts } from '../contract/load-contracts.ts';
import { createListMock } from '../mock/create-list-mock.ts';
import { createRequest } from '../mock/testing/create-request.ts';
import { readBody } from '../mock/testing/read-body.ts';
import { chooseListMaker, requireEffect } from './choose-list-maker.ts';
import { createSampleList, HEADERS, writeSample } from './testing/sample.ts';

const file = writeSample();

/** Where there is no answer. */
const NONE = { body: 'null' };

describe('chooseListMaker', () => {
  it('makes plain mocks when no deviation is asked for', async () => {
    expect(await chooseListMaker({})).toEqual({ make: createListMock });
  });

  it('makes lists that deviate where the deviation applies', async () => {
    const maker = await chooseListMaker({ deviation: 'total-of-page' });
    expect(maker.deviation).toMatchObject({ name: 'total-of-page' });
    const { world } = createSampleList();
    const [plain, deviant] = [createListMock, maker.make].map((make) => make({ world, key: 'key', seed: '1' }));
    const request = createRequest('/shops/north/orders?size=1', { headers: HEADERS });
    expect(readBody(plain?.handle(request) ?? NONE)).toMatchObject({ total: 3 });
    expect(readBody(deviant?.handle(request) ?? NONE)).toMatchObject({ total: 1 });
    expect(() => requireEffect(maker, [world.contract])).not.toThrow();
  });

  it('refuses a name that there is not', async () => {
    const message = 'there is no deviation total-of-pages; did you mean total-of-page?\n"pagewright deviations" lists';
    await expect(chooseListMaker({ deviation: 'total-of-pages' })).rejects.toThrow(message);
  });

  it('is refused where it makes no difference to any list', async () => {
    const maker = await chooseListMaker({ deviation: 'page-count-floor' });
    expect(() => requireEffect(maker, loadContracts(file))).toThrow(
      'the deviation page-count-floor makes no difference to orders: the number of pages is rounded down',
    );
  });
});
