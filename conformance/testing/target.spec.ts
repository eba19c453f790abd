import { builtInContracts } from '../../src/contract/load-contracts.ts';
import { createMock } from '../../src/index.ts';
import { readEnvironment } from '../environment.ts';
import { describeConformance } from '../jest.ts';
import { callerOf } from './mock-target.ts';

// What `npm run conformance` runs: the target that the environment names, or else the mock of every contract, in process.
const settings = readEnvironment();
const ids = process.env['PAGEWRIGHT_CONTRACT']?.split(',') ?? builtInContracts();

if (settings === undefined) {
  for (const contract of ids) {
    const { app } = await createMock({ contract, listen: false });
    describeConformance({ contract, app, ...callerOf(contract) });
  }
} else {
  describeConformance(settings.target, settings.options);
}
