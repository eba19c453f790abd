import type { Attempt, Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import type { Answer } from '../../list/answer.ts';
import { EVERYTHING } from '../../list/query.ts';
import { expectNoIdentities, expectNoRows, judgeRejection } from '../rejections.ts';
import { needsCredentials, type OtherCredentials, withoutCredentials } from './schemes.ts';
import { listTamperedCredentials, type TamperedCredential, type TamperKind } from './tampered-credentials.ts';

export const checkCredentials: Check = {
  id: 'access.credentials',
  title: 'Requests the list with missing and invalid credentials',
  verifies: [
    'access.missing.*',
    'access.empty.*',
    'access.wrong.*',
    'access.altered.*',
    'access.shortened.*',
    'access.lengthened.*',
    'access.recased.*',
    'access.swapped.*',
    'access.bare.*',
    'access.foreign-scheme.*',
    'access.in-error',
    'access.no-echo',
  ],
  cost: 16,
  quick: 4,
  appliesTo: needsCredentials,
  run: async (context) => {
    const { contract, list, survey } = context;
    const tampered = [...listTamperedCredentials(contract, list.target)].sort((a, b) => rank(a) - rank(b));
    await context.confirm([
      ...tampered.map(
        ({ kind, condition, what, sent }): Attempt =>
          async (ledger) => {
            const answer = await list.ask(EVERYTHING, { ...sent, purpose: 'rejection' });
            expectNoRows(ledger, `access.${kind}.refused`, answer, what);
            expectNoIdentities(ledger, 'access.in-error', answer, survey.seen.keys());
            expectNoEcho(ledger, answer, sent);
            if (answer.response.status >= 300) {
              judgeRejection(contract, ledger, answer, { id: `access.${kind}`, condition, what });
            }
          },
      ),
      (ledger) => askAtOnce(context, ledger),
    ]);
  },
};

/** Kinds that most mistakes of servers show in; first, directly after somebody who may read the list, nobody asks. */
const FIRST: readonly TamperKind[] = ['missing', 'shortened', 'foreign-scheme', 'bare', 'wrong'];

function rank({ kind }: TamperedCredential): number {
  const place = FIRST.indexOf(kind);
  return place === -1 ? FIRST.length : place;
}

/** Pairs of requests that are sent at once. */
const PAIRS = 1;

/** Who is asking belongs to one request: not to the connection, the process, or the request before. */
async function askAtOnce({ contract, list }: CheckContext, ledger: Ledger): Promise<void> {
  const bare = { ...withoutCredentials(contract), purpose: 'rejection' } as const;
  const answers = await Promise.all(
    Array.from({ length: PAIRS }, async () => {
      const [, answer] = await Promise.all([
        list.ask(EVERYTHING, { memo: false }),
        list.ask(EVERYTHING, { ...bare, memo: false }),
      ]);
      return answer;
    }),
  );
  for (const answer of answers) {
    expectNoRows(ledger, 'access.missing.refused', answer, 'a request without credentials, beside one with them');
  }
}

/** A shorter text may be in an error by chance. */
const MIN_LENGTH = 8;

/** Errors are logged and shown: a credential that is nearly right does not belong there. */
function expectNoEcho(ledger: Ledger, answer: Answer, sent: OtherCredentials): void {
  const { response } = answer;
  const values = [...Object.values(sent.headers ?? {}), ...Object.values(sent.usualQuery ?? {})];
  const secrets = values.flatMap((value) => value?.split(/[ =;]+/) ?? []).filter(({ length }) => length >= MIN_LENGTH);
  if (secrets.length === 0 || response.status < 400) return;
  if (!secrets.some((secret) => response.text.includes(secret))) {
    ledger.exercise('access.no-echo', 'rejections');
    return;
  }
  const summary = 'an error repeats the credential of the request';
  ledger.violate('access.no-echo', { summary, expected: 'no credential', answers: [answer] });
}
