import { chooseListMaker } from '../choose-list-maker.ts';
import type { MockOptions } from '../mock-options.ts';
import { openStage, type Stage } from '../sessions/open-stage.ts';
import { sampleScenario, writeSample } from './sample-contract.ts';

/** The sample contract with its scenario, ready to be served. */
export async function openSampleStage(options: MockOptions = {}): Promise<Stage> {
  const file = writeSample();
  const whole = { contract: file, scenario: sampleScenario(file), ...options };
  const stage = openStage(whole, await chooseListMaker(whole));
  return stage;
}
