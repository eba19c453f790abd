import type { Mock } from './mock.ts';
import type { MockOptions } from './mock-options.ts';
import { startMock } from './start-mock.ts';

/**
 * Starts a mock of one or more list APIs, for use in a test or a program.
 *
 * @param options - what to serve; by default every contract that comes with the package, on a free port of 127.0.0.1
 * @returns the mock, once it listens. Close it in the end, or declare it with `await using`.
 * @throws {ContractError} when a contract or scenario file has mistakes: all of them, with file and line
 * @throws {DatasetError} when a contract has no scenario of the name, or its rows cannot be made
 * @throws {ServerError} when an option cannot be what it is, or the port is taken
 *
 * @example
 * ```ts
 * const mock = await createMock({ contract: 'openapi/orders.yaml', seed: 7 });
 * const response = await fetch(mock.listUrl, { headers: mock.headers });
 * const added = mock.rows.add({ status: 'open' });
 * mock.rows.move('cancel', String(added['id']));
 * mock.reset();
 * await mock.close();
 * ```
 */
export async function createMock(options: MockOptions = {}): Promise<Mock> {
  return startMock(options);
}
