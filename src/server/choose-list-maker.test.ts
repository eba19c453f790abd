import { describe, expect, it } from '@jest/globals';
import { createListMock } from '../mock/create-list-mock.ts';
import { chooseListMaker } from './choose-list-maker.ts';
import { createLists } from './create-lists.ts';
import { writeSample } from './testing/sample-contract.ts';

const file = writeSample();

describe('chooseListMaker', () => {
  it('makes plain mocks when no deviation is asked for', async () => {
    expect(await chooseListMaker({})).toEqual({ make: createListMock });
  });

  it('makes lists that deviate where the deviation applies', async () => {
    const maker = await chooseListMaker({ deviation: 'total-of-page' });
    expect(maker.deviation).toMatchObject({ name: 'total-of-page' });
    const [list] = createLists({ contract: file }, maker);
    expect(list?.contract.id).toBe('orders');
  });

  it('refuses a name that there is not', async () => {
    const message = 'there is no deviation total-of-pages; did you mean total-of-page?\n"pagewright deviations" lists';
    await expect(chooseListMaker({ deviation: 'total-of-pages' })).rejects.toThrow(message);
  });

  it('is refused where it makes no difference to any list', async () => {
    const maker = await chooseListMaker({ deviation: 'page-count-floor' });
    expect(() => createLists({ contract: file }, maker)).toThrow(
      'the deviation page-count-floor makes no difference to orders: the number of pages is rounded down',
    );
  });
});
