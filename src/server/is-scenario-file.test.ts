import { describe, expect, it } from '@jest/globals';
import { isScenarioFile } from './is-scenario-file.ts';

describe('isScenarioFile', () => {
  it.each([
    ['demo', false],
    ['one-page', false],
    ['demo.yaml', true],
    ['demo.YML', true],
    ['demo.json', true],
    ['./demo', true],
    ['fixtures\\demo', true],
  ])('of %p is %p', (scenario, expected) => {
    expect(isScenarioFile(scenario)).toBe(expected);
  });
});
