/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

const config: Config = {
  roots: ['<rootDir>/src', '<rootDir>/conformance'],
  testMatch: ['**/*.test.ts'],
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/src/testing/without-async-store.ts'],
  globalSetup: '<rootDir>/scripts/parse-own-files.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/bench/'],
  // All cores: most suites wait for nothing.
  maxWorkers: '100%',
  // Nothing here is timed; a test that hangs ends some time, on a slow machine too.
  testTimeout: 120_000,
};

export default config;
