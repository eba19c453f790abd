import { describe, expect, it } from '@jest/globals';
import { ContractError } from '../contract/contract-error.ts';
import { DatasetError } from '../dataset/dataset-error.ts';
import { FaultError } from '../fault/fault-error.ts';
import { ServerError } from '../server/server-error.ts';
import { CliError } from './cli-error.ts';
import { explainFailure } from './explain-failure.ts';

const PROBLEM = { file: 'a.yaml', line: 3, column: 5, message: 'wrong' };

describe('explainFailure', () => {
  it.each([
    [new CliError('m'), 2, 'm'],
    [new ContractError([PROBLEM]), 1, 'a problem in contract or scenario files:\na.yaml:3:5 wrong'],
    [
      new ContractError([PROBLEM, PROBLEM]),
      1,
      '2 problems in contract or scenario files:\na.yaml:3:5 wrong\na.yaml:3:5 wrong',
    ],
    [new ServerError('cannot-listen', 'm'), 3, 'm'],
    [new ServerError('invalid-option', 'm'), 2, 'm'],
    [new ServerError('path-taken', 'm'), 2, 'm'],
    [new FaultError('unknown-fault', 'm'), 2, 'm'],
    [new DatasetError('unknown-scenario', 'm'), 2, 'm'],
    [new DatasetError('invalid-size', 'm'), 2, 'm'],
    [new DatasetError('invalid-hint', 'm'), 1, 'm'],
  ])('explains %p', (error, exitCode, message) => {
    expect(explainFailure(error)).toEqual({ exitCode, message });
  });

  it.each([new TypeError('x is no function'), 'text', undefined])('asks for a report of %p', (error) => {
    const { exitCode, message } = explainFailure(error);
    expect({ exitCode, message }).toEqual({
      exitCode: 1,
      message: expect.stringMatching(/^this is a fault of pagewright itself, please report it:\n/),
    });
  });
});
