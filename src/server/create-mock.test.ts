import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createMock } from './create-mock.ts';
import type { Mock } from './mock.ts';
import { sampleScenario, writeSample } from './testing/sample-contract.ts';

describe('createMock', () => {
  let mock: Mock;
  beforeAll(async () => {
    const file = writeSample();
    mock = await createMock({ contract: file, scenario: sampleScenario(file) });
  });
  afterAll(() => mock.close());

  it('lists', async () => {
    console.log(JSON.stringify(mock.contracts));
    const response = await fetch(mock.listUrl, { headers: mock.headers });
    console.log(response.status, await response.text());
    expect(1).toBe(1);
  });
});
