import type { RunningMock } from '../../server/start-mock.ts';
import { formatFault } from './format-fault.ts';
import type { ServeSettings } from './serve-settings.ts';

/** What a user has to know of a mock that runs: what is not as usual, and who can reach it. One sentence or two each. */
export function describeCircumstances(
  mock: Pick<RunningMock, 'deviation' | 'grease' | 'faults'>,
  { host, watch, 'admin-token': token }: ServeSettings,
): readonly string[] {
  return [
    ...describeDeviation(mock),
    ...describeGrease(mock),
    ...describeFaults(mock),
    ...(watch ? ['Contract and scenario files are read again when they change.'] : []),
    ...describeReach(host, token),
  ];
}

/** A list that is wrong on purpose must not be taken for one that is right. */
function describeDeviation({ deviation }: Pick<RunningMock, 'deviation'>): readonly string[] {
  if (deviation === undefined) return [];
  const { name, summary, contracts } = deviation;
  return [`Deviation ${name} is on in ${contracts.join(', ')}: ${summary}.`];
}

function describeGrease({ grease }: Pick<RunningMock, 'grease'>): readonly string[] {
  const settings = grease.read();
  if (settings === undefined) return [];
  return [`Grease is on (seed ${settings.seed}): answers use what contracts leave open, differently each time.`];
}

function describeFaults({ faults }: Pick<RunningMock, 'faults'>): readonly string[] {
  const texts = faults.list().map(formatFault);
  if (texts.length === 0) return [];
  return [`${texts.length === 1 ? 'A fault is' : 'Faults are'} on: ${texts.join('; ')}`];
}

function describeReach(host: string | undefined, token: string | undefined): readonly string[] {
  const isOpen = host !== undefined && !isLoopback(host);
  if (token === undefined) {
    return isOpen
      ? ['Other machines can reach the lists. The administration answers on this machine only; --admin-token opens it.']
      : [];
  }
  const administration = 'The administration answers whoever presents the admin token.';
  return [isOpen ? `Other machines can reach the lists. ${administration}` : administration];
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
