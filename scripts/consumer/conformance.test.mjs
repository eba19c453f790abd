// Run by Jest from a folder in which pagewright is installed.
import { afterAll } from '@jest/globals';
import { builtInContracts, createMock, loadContracts } from 'pagewright';
import { describeConformance } from 'pagewright/conformance';

const contract = builtInContracts()
  .flatMap((id) => loadContracts(id))
  .find(({ path }) => !path.includes('{'));
const mock = await createMock({ contract: contract.id });
afterAll(() => mock.close());

describeConformance({ contract, baseUrl: mock.url, headers: mock.headers });
