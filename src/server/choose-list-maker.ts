import type { Contract } from '../contract/contract.ts';
import type { ListMockOptions } from '../mock/create-list-mock.ts';
import { createListMock } from '../mock/create-list-mock.ts';
import type { ListMock } from '../mock/list-mock.ts';
import type { MockOptions } from './options.ts';
import { ServerError } from './server-error.ts';

/** A deviation that is switched on, and where it shows. */
interface AppliedDeviation {
  readonly name: string;
  readonly summary: string;
  appliesTo(contract: Contract): boolean;
}

/** Makes the mocks of lists, as they should be or with a deviation. */
export interface ListMaker {
  readonly deviation?: AppliedDeviation;
  make(options: ListMockOptions): ListMock;
}

/**
 * Chooses how lists are made. Deviations are loaded only when one is asked for.
 *
 * @throws {ServerError} when there is none of the name
 */
export async function chooseListMaker({ deviation: name }: MockOptions): Promise<ListMaker> {
  if (name === undefined) return { make: createListMock };
  const [{ findDeviation }, { createDeviantList }] = await Promise.all([
    import('../alter/deviations/catalogue.ts'),
    import('../alter/deviations/create-deviant-list.ts'),
  ]);
  const deviation = findDeviation(name);
  if (typeof deviation === 'string') {
    throw new ServerError('unknown-deviation', `${deviation}\n"pagewright deviations" lists those that there are`);
  }
  return {
    deviation,
    make: (options) => {
      const { contract } = options.world;
      return deviation.appliesTo(contract) ? createDeviantList(deviation, options) : createListMock(options);
    },
  };
}

/**
 * Makes sure that a deviation shows somewhere.
 *
 * @throws {ServerError} when it makes no difference to any of the contracts
 */
export function requireEffect({ deviation }: ListMaker, contracts: readonly Contract[]): void {
  if (deviation === undefined || contracts.some((contract) => deviation.appliesTo(contract))) return;
  const ids = contracts.map(({ id }) => id).join(', ');
  throw new ServerError(
    'unknown-deviation',
    `the deviation ${deviation.name} makes no difference to ${ids}: ${deviation.summary}`,
  );
}
