import { createMock } from '../create-mock.ts';
import type { Mock } from '../mock.ts';
import type { MockOptions } from '../mock-options.ts';
import { writeSampleScenarios } from './write-sample-scenarios.ts';

/** A mock of the sample contract with its scenarios, on a free port. */
export function openSampleMock(options: MockOptions = {}): Promise<Mock> {
  return createMock({ contract: writeSampleScenarios(), ...options });
}
