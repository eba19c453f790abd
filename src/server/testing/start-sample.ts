import type { Mock } from '../mock.ts';
import type { MockOptions } from '../mock-options.ts';
import { startMock } from '../start-mock.ts';
import { sampleScenario, writeSample } from './sample-contract.ts';

/** Headers that open the first list of the sample. */
export const HEADERS: Readonly<Record<string, string>> = { 'x-key': 'secret-a', 'x-version': '7' };

/** Starts a mock of the sample contract, by default without a socket. */
export function startSample(options: MockOptions = {}): Promise<Mock> {
  const file = writeSample();
  return startMock({ contract: file, scenario: sampleScenario(file), listen: false, ...options });
}
