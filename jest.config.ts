/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

const config: Config = {
  roots: ['<rootDir>/src', '<rootDir>/conformance', '<rootDir>/console'],
  testMatch: ['**/*.test.ts'],
  testEnvironment: '<rootDir>/scripts/jest/test-environment.mjs',
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  testRunner: '<rootDir>/scripts/jest/run-suite.mjs',
  testSequencer: '<rootDir>/scripts/jest/sequencer.mjs',
  globalSetup: '<rootDir>/scripts/jest/set-up.mjs',
  globalTeardown: '<rootDir>/scripts/jest/tear-down.mjs',
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/bench/'],
  // Node loads the modules, see run-suite.mjs; Jest would load Babel in every worker, and use it for nothing.
  transform: {},
  // All cores: most suites wait for nothing.
  maxWorkers: '100%',
  // Nothing here is timed; a test that hangs ends some time, on a slow machine too.
  testTimeout: 600_000,
  // Workers have nothing open after the last suite, but a loaded machine takes a second to free the memory of one.
  workerGracefulExitTimeout: 60_000,
};

export default config;
