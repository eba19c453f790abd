// Compiled, never run: the matcher of audits has its type in Vitest.

import { createMock, toBeClean } from 'pagewright';
import { expect } from 'vitest';

expect.extend({ toBeClean });
const mock = await createMock();
expect(mock.audit()).toBeClean();
expect(mock.audit()).not.toBeClean({ except: ['read-to-the-end'] });
// @ts-expect-error -- there is no such selection
expect(mock.audit()).toBeClean({ execpt: [] });
