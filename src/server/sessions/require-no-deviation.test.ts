import { expect, it } from '@jest/globals';
import { createListMock } from '../../mock/create-list-mock.ts';
import { requireNoDeviation } from './require-no-deviation.ts';

const deviation = { name: 'some-bug', summary: 'a bug', appliesTo: (): boolean => true };

it('refuses a deviation by its name', () => {
  expect(() => requireNoDeviation({ make: createListMock })).not.toThrow();
  expect(() => requireNoDeviation({ make: createListMock, deviation })).toThrow(/^grease and the deviation some-bug/);
});
