import { afterAll } from '@jest/globals';
import { openBrokenMock } from '../../testing/open-broken-mock.ts';
import { callerOf } from '../../testing/open-mock-target.ts';
import { describeConformance } from '../describe-conformance.ts';

// Run by a Jest of its own, which is meant to fail: see describe-conformance.test.ts.
const broken = await openBrokenMock('devdraft', (page) => ({ ...page, total: Number(page['total']) + 1 }));
afterAll(async () => broken[Symbol.asyncDispose]());

describeConformance({ contract: 'devdraft', app: broken.app, ...callerOf('devdraft') });
