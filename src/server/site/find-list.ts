import type { ListMock } from '../../mock/list-mock.ts';
import { ServerError } from '../server-error.ts';

/**
 * The list of a contract.
 *
 * @param id - of the contract; the first one when it is not given
 * @throws {ServerError} when it is not served
 */
export function findList<List extends ListMock>(lists: readonly List[], id: string | undefined): List {
  const list = id === undefined ? lists[0] : lists.find(({ contract }) => contract.id === id);
  if (list !== undefined) return list;
  const ids = lists.map(({ contract }) => contract.id).join(', ');
  throw new ServerError('unknown-contract', `there is no contract ${id ?? ''} here; those served are ${ids}`);
}
