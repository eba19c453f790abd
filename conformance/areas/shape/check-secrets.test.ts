import { describe, expect, it } from '@jest/globals';
import type { CheckContext } from '../../check.ts';
import { createLedger, type Findings } from '../../ledger/create-ledger.ts';
import { createAnswer } from '../../testing/create-answer.ts';
import { loadContract } from '../../testing/load-contract.ts';
import { checkSecrets } from './check-secrets.ts';

const contract = loadContract('wingback');

async function check(forward: string | null): Promise<Findings> {
  const ledger = createLedger([{ id: 'links.no-secret' }]);
  const opening = createAnswer(contract, { body: { hits: [], forward } });
  const survey = { opening, head: { pages: [] }, window: { pages: [] } };
  const list = { target: { redact: (text: string) => text.replaceAll('s3cret', '***') } };
  await checkSecrets.run({ contract, ledger, survey, list } as unknown as CheckContext);
  return ledger.read('links.no-secret');
}

describe('checkSecrets', () => {
  it('finds a credential in a link', async () => {
    expect((await check('token-of-s3cret')).violations[0]?.summary).toBe('the next link repeats a credential');
    expect(await check('token')).toMatchObject({ violationCount: 0, exercised: new Map([['links', 1]]) });
  });

  it('leaves it open where there is no link', async () => {
    expect(await check(null)).toMatchObject({ open: ['no page had a link'], exercised: new Map() });
  });

  it('makes sense only where a contract has links', () => {
    expect([checkSecrets.appliesTo?.(contract), checkSecrets.appliesTo?.(loadContract('devdraft'))]).toEqual([
      true,
      false,
    ]);
  });
});
