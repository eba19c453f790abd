// Run from a folder in which pagewright is installed.
import { strictEqual } from 'node:assert/strict';
import { builtInContracts, createMock, loadContracts } from 'pagewright';
import { runConformance } from 'pagewright/conformance';

// One whose path has no parameters, so that nothing has to be known of its scenario.
const contract = builtInContracts()
  .flatMap((id) => loadContracts(id))
  .find(({ path }) => !path.includes('{'));
const mock = await createMock({ contract: contract.id });
const { report } = runConformance({ contract, baseUrl: mock.url, headers: mock.headers });
const { verdict, summary } = await report;
strictEqual(verdict, 'pass');
strictEqual(summary.warn + summary.error, 0);
strictEqual(summary.pass > 50, true);
await mock.close();
