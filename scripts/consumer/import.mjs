// Run from a folder in which pagewright is installed.
import { strictEqual } from 'node:assert/strict';
import { createMock } from 'pagewright';
import * as conformance from 'pagewright/conformance';

strictEqual(typeof createMock, 'function');
strictEqual(
  Object.values(conformance).some((value) => typeof value === 'function'),
  true,
);
