import { FaultError } from '../../../fault/fault-error.ts';
import type { Mock } from '../../mock.ts';
import { ServerError } from '../../server-error.ts';
import { openSampleMock } from '../../testing/open-sample-mock.ts';

/** A mock that has no room for another session, nor its default session for another snapshot or fault. */
export async function openFullMock(): Promise<Mock> {
  const mock = await openSampleMock();
  fill('too-many-faults', () => mock.faults.add('latency'));
  fill('too-many-snapshots', (name) => mock.snapshots.save(name));
  fill('too-many-sessions', (name) => mock.sessions.create({ id: name }));
  return mock;
}

/** Adds one after the other until there is no room. */
function fill(code: (ServerError | FaultError)['code'], add: (name: string) => unknown): void {
  for (let count = 0; ; count += 1) {
    try {
      add(`s${count}`);
    } catch (error) {
      if ((error instanceof ServerError || error instanceof FaultError) && error.code === code) return;
      throw error;
    }
  }
}
