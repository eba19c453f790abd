// Compiled, never run, in a folder in which pagewright is installed.
import { createMock } from 'pagewright';
import * as conformance from 'pagewright/conformance';

export const used = [createMock, conformance];
