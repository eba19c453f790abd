// Proves that the rules of .dependency-cruiser.mjs bite: every rule must name the import that was planted for it in a
// throw-away project, and name nothing in the clean half of that project.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import configuration from '../.dependency-cruiser.mjs';
import { cruiseArchitecture } from './check-architecture.mjs';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/** Imports that are allowed, each once suspected of tripping a rule. */
const CLEAN = {
  'src/index.ts': "export { serve } from './server/serve.ts';",
  'src/contract/contract.ts': "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;",
  'src/server/serve.ts':
    "import express from 'express';\nimport { read } from '../contract/contract.ts';\nexport const serve = [express, read];",
  'src/server/prism-fallback.ts':
    "import type { IHttpConfig } from '@stoplight/prism-http';\nexport const load = () => import('@stoplight/prism-http');\nexport type Config = IHttpConfig;",
  'src/cli/main.ts': "import { check } from '../../conformance/index.ts';\nexport const main = check;",
  'conformance/index.ts': "export { check } from './client/transport.ts';",
  'conformance/client/transport.ts': "import supertest from 'supertest';\nexport const check = supertest;",
  'conformance/index.test.ts': "import { serve } from '../src/index.ts';\nexport const target = serve;",
  'conformance/result.ts': "import { read } from '../src/contract/contract.ts';\nexport const result = read;",
  'src/audit/report.ts': "import { result } from '../../conformance/result.ts';\nexport const report = result;",
  'src/mock/answer.test.ts':
    "import request from 'supertest';\nimport fs from 'node:fs';\nexport default [request, fs];",
};

/**
 * One planted import for each rule: the file that must be named, and what it holds.
 *
 * @type {{ [rule: string]: [path: string, code: string] }}
 */
const PLANTED = {
  'direction-contract': ['src/contract/bad-direction.ts', "export * from '../dataset/row.ts';"],
  'direction-recognition': ['src/recognition/bad-direction.ts', "export * from '../dataset/row.ts';"],
  'direction-dataset': ['src/dataset/bad-direction.ts', "export * from '../store/table.ts';"],
  'direction-store': ['src/store/bad-direction.ts', "export * from '../page/slice.ts';"],
  'direction-page': ['src/page/bad-direction.ts', "export type * from '../mock/answer.ts';"],
  'direction-mock': ['src/mock/bad-direction.ts', "export * from '../server/serve.ts';"],
  'direction-alter': ['src/alter/bad-direction.ts', "export * from '../server/serve.ts';"],
  'direction-journal': ['src/journal/bad-direction.ts', "export * from '../audit/judge.ts';"],
  'direction-audit': ['src/audit/bad-direction.ts', "export * from '../../conformance/index.ts';"],
  'direction-server': ['src/server/bad-direction.ts', "export * from '../cli/main.ts';"],
  'direction-cli': ['src/cli/bad-direction.ts', "export * from '../index.ts';"],
  'home-of-express': ['src/mock/bad-express.ts', "import type { Request } from 'express';\nexport type R = Request;"],
  'home-of-faker-js-faker': ['src/mock/bad-faker.ts', "export { Faker } from '@faker-js/faker';"],
  'home-of-stoplight': ['src/server/bad-prism.ts', "export const load = () => import('@stoplight/prism-http');"],
  'home-of-open': ['src/server/bad-open.ts', "export { default } from 'open';"],
  'home-of-commander': ['src/server/bad-commander.ts', "export { Command } from 'commander';"],
  'home-of-json-p3': ['src/recognition/bad-paths.ts', "export { query } from 'json-p3';"],
  'home-of-supertest': ['src/server/bad-supertest.ts', "export { agent } from 'supertest';"],
  'suite-knows-the-contract-only': ['conformance/bad-reach.ts', "export * from '../src/page/slice.ts';"],
  'no-cycles': ['src/page/bad-cycle.ts', "import type { B } from './bad-cycle-other.ts';\nexport type A = B | 1;"],
  'mock-and-below-know-no-files': ['src/mock/bad-files.ts', "export { readFile } from 'node:fs/promises';"],
  'mock-and-below-know-no-network': ['src/contract/bad-network.ts', "export { request } from 'node:http';"],
  'tests-are-leaves': ['src/mock/bad-test-import.ts', "export * from './testing/helper.ts';"],
  'no-orphans': ['src/store/bad-orphan.ts', 'export const nobody = 1;'],
  'declared-dependencies-only': ['src/mock/bad-development.ts', "export { default } from 'fast-check';"],
  resolvable: ['src/mock/bad-path.ts', "export * from './nowhere.ts';"],
};

/** What the planted imports lead to. */
const TARGETS = {
  'src/dataset/row.ts': "export * from '../contract/contract.ts';",
  'src/store/table.ts': "export * from '../dataset/row.ts';",
  'src/page/slice.ts': "export * from '../store/table.ts';",
  'src/page/bad-cycle-other.ts': "import type { A } from './bad-cycle.ts';\nexport type B = A | 2;",
  'src/mock/answer.ts': "export * from '../page/slice.ts';",
  'src/mock/testing/helper.ts': "export * from '../answer.ts';",
  'src/audit/judge.ts': "export * from '../contract/contract.ts';",
};

const root = mkdtempSync(join(tmpdir(), 'architecture-'));
try {
  symlinkSync(join(PROJECT, 'node_modules'), join(root, 'node_modules'));
  symlinkSync(join(PROJECT, 'package.json'), join(root, 'package.json'));
  for (const [path, code] of [...Object.entries({ ...CLEAN, ...TARGETS }), ...Object.values(PLANTED)]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${code}\n`);
  }
  const { modules, unread, violations } = await cruiseArchitecture(root);
  const missed = configuration.forbidden
    .map(({ name }) => name)
    .filter((name) => {
      const planted = PLANTED[name]?.[0];
      // A cycle is named once, from either end.
      return !violations.some(({ rule, from, to }) => rule === name && (from === planted || to === planted));
    });
  const wrong = violations.filter(({ from }) => from in CLEAN);
  for (const name of missed)
    console.error(`${name}: did not name ${PLANTED[name]?.[0] ?? '(nothing is planted for it)'}`);
  for (const { rule, from, to } of wrong) console.error(`${rule}: names ${from} -> ${to}, which is allowed`);
  for (const path of unread) console.error(`not read: ${path}`);
  console.log(
    `${modules} modules, ${configuration.forbidden.length - missed.length} of ${configuration.forbidden.length} rules bite`,
  );
  process.exitCode = missed.length + wrong.length + unread.length === 0 ? 0 : 1;
} finally {
  rmSync(root, { recursive: true });
}
