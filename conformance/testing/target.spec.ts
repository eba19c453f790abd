import { builtInContracts } from '../../src/contract/load-contracts.ts';
import { readEnvironment } from '../environment.ts';
import { describeConformance } from '../jest.ts';

// What `npm run conformance` runs: the target that the environment names, or else the mock of every contract, in process.
const settings = readEnvironment();

if (settings === undefined) {
  const { createMock } = await import('../../src/index.ts');
  const { callerOf } = await import('./mock-target.ts');
  for (const contract of process.env['PAGEWRIGHT_CONTRACT']?.split(',') ?? builtInContracts()) {
    const { app } = await createMock({ contract, listen: false });
    describeConformance({ contract, app, ...callerOf(contract) });
  }
} else {
  describeConformance(settings.target, settings.options);
}
