import { afterAll } from '@jest/globals';
import { describeConformance } from '../jest.ts';
import { callerOf, openBrokenMock } from './mock-target.ts';

// Run by a Jest of its own, which is meant to fail: see jest.test.ts.
const broken = await openBrokenMock('devdraft', (page) => ({ ...page, total: Number(page['total']) + 1 }));
afterAll(async () => broken[Symbol.asyncDispose]());

const { roles: _, ...caller } = callerOf('devdraft');
describeConformance(
  { contract: 'devdraft', app: broken.app, ...caller },
  { only: ['*.total.*', '*.walk.*', '*.other-tenant.*'] },
);
