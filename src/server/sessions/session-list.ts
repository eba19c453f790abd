import type { FaultedResponse } from '../../alter/delivery.ts';
import type { Fault } from '../../alter/faults/kinds.ts';
import type { ListMock } from '../../mock/list-mock.ts';
import type { MockRequest } from '../../mock/message.ts';

/** A list as it stands in a session. */
export interface SessionList extends ListMock {
  /** The name of its scenario. */
  readonly scenario: string;
  /**
   * Answers a request on the path of the list, as `ListMock.handle` does, with the faults that strike it.
   *
   * @param forced - faults that strike this request, whatever else does
   * @throws {PagewrightError} when a forced fault cannot strike the list
   */
  handle(request: MockRequest, forced?: readonly Fault[]): FaultedResponse | undefined;
  /**
   * Puts another scenario in the place of the one that it has.
   *
   * @param name - by default the one that the contract is served with
   * @throws {PagewrightError} for mistakes in its file, {@link PagewrightError} when there is none of the name
   */
  load(name?: string): void;
  /** Back to the rows of its scenario. */
  reset(): void;
  /** Keeps the rows as they are. @returns a function that puts them back, and the scenario too */
  save(): () => void;
  /** Makes the mock anew, because what it is made of has changed; rows stay. */
  renew(): void;
}
