/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

const config: Config = {
  roots: ['<rootDir>/src', '<rootDir>/conformance', '<rootDir>/console'],
  testMatch: ['**/*.test.ts'],
  testEnvironment: '<rootDir>/scripts/jest/test-environment.mjs',
  testRunner: '<rootDir>/scripts/jest/run-suite.mjs',
  testSequencer: '<rootDir>/scripts/jest/sequencer.mjs',
  globalSetup: '<rootDir>/scripts/jest/set-up.mjs',
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/bench/'],
  // All cores: most suites wait for nothing.
  maxWorkers: '100%',
  // Nothing here is timed; a test that hangs ends some time, on a slow machine too.
  testTimeout: 600_000,
};

export default config;
