import { afterAll } from '@jest/globals';
import { describeConformance } from '../jest.ts';
import { callerOf, openBrokenMock } from './mock-target.ts';

// Run by a Jest of its own, which is meant to fail: see describe-conformance.test.ts.
const broken = await openBrokenMock('devdraft', (page) => ({ ...page, total: Number(page['total']) + 1 }));
afterAll(async () => broken[Symbol.asyncDispose]());

describeConformance({ contract: 'devdraft', app: broken.app, ...callerOf('devdraft') });
