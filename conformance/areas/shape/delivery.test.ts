import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../../src/contract/contract.ts';
import type { CheckContext } from '../../check.ts';
import { createLedger, type Findings, type OpenLedger } from '../../ledger.ts';
import { type AnswerParts, createAnswer } from '../../testing/fake-list.ts';
import { loadContract } from '../../testing/mock-target.ts';
import { checkSecrets, inspectDelivery, inspectFreshValues } from './delivery.ts';

describe('inspect delivery', () => {
  const contract = loadContract('devdraft');
  const page: AnswerParts = { body: { data: [] } };

  function inspect(answers: readonly AnswerParts[]): OpenLedger {
    const ledger = createLedger(inspectDelivery.verifies.map((id) => ({ id })));
    const look = inspectDelivery.prepare(contract);
    for (const parts of answers) look(createAnswer(contract, parts), ledger);
    return ledger;
  }

  describe('inspectDelivery', () => {
    it('counts pages and answers', () => {
      const ledger = inspect([page, page, { status: 401, purpose: 'rejection' }]);
      expect(ledger.read('answers.readable').exercised).toEqual(new Map([['pages', 2]]));
      expect(ledger.read('answers.no-server-error').exercised).toEqual(new Map([['answers', 3]]));
      expect(ledger.violated.size).toBe(0);
    });

    it.each([
      ['a success without items', { body: {} }, 'a page has no list of items'],
      ['a refusal', { status: 404 }, 'a request is answered with status 404'],
    ])('accuses nobody of %s that comes once, and says so when it comes again', (_, parts, summary) => {
      expect(inspect([parts, page]).violated.size).toBe(0);
      expect(inspect([parts, { ...parts, url: 'https://staging.example.com/other' }]).violated.size).toBe(0);
      expect(
        inspect([parts, parts])
          .read('answers.readable')
          .violations.map((one) => one.summary),
      ).toEqual([summary]);
    });

    it('tells requests for another part of the rows apart', () => {
      const lost = { body: {} };
      expect(inspect([lost, { ...lost, query: { conditions: [], partition: true } }]).violated.size).toBe(0);
    });

    it('expects no page where none was asked for', () => {
      const refused: AnswerParts = { status: 400, purpose: 'either' };
      expect(inspect([refused, refused]).read('answers.readable')).toMatchObject({ violationCount: 0 });
    });

    it('takes a page for one only with the status of one', () => {
      const created = inspect([{ ...page, status: 201 }]);
      expect(created.read('answers.readable')).toMatchObject({ violationCount: 1, exercised: new Map() });
    });

    it('holds every failure of the server against it, as the client has asked twice by then', () => {
      const ledger = inspect([{ status: 503 }, { status: 500, purpose: 'rejection' }]);
      expect([...ledger.violated]).toEqual(['answers.no-server-error']);
      expect(ledger.read('answers.no-server-error').violationCount).toBe(2);
    });

    it('wants to be told how long to wait, whenever it has to', () => {
      const look = (rateLimits: { readonly total: number; readonly silent: number }): OpenLedger => {
        const ledger = createLedger([{ id: 'rate-limit.retry-after' }]);
        const answer = createAnswer(contract, page);
        inspectDelivery.prepare(contract)({ ...answer, response: { ...answer.response, rateLimits } }, ledger);
        return ledger;
      };
      expect(look({ total: 0, silent: 0 }).touched.size).toBe(0);
      expect(look({ total: 2, silent: 0 }).read('rate-limit.retry-after').exercised.size).toBe(1);
      expect([...look({ total: 2, silent: 1 }).violated]).toEqual(['rate-limit.retry-after']);
    });
  });
});

describe('inspect fresh values', () => {
  const contract = loadContract('pyng');
  const [place] = contract.envelope.fresh;
  if (place === undefined) throw new Error('the contract has a fresh value');
  const name = place.pointer.join('.');
  const ids = [`fresh.${name}.unique`, `fresh.${name}.in-errors`] as const;

  function put(value: Json): Json {
    return (place?.pointer ?? []).reduceRight<Json>((inner, key) => ({ [key]: inner }), value);
  }

  function inspect(answers: readonly AnswerParts[]): { readonly unique: Findings; readonly inErrors: Findings } {
    const ledger = createLedger(ids.map((id) => ({ id })));
    const look = inspectFreshValues.prepare(contract);
    for (const parts of answers) look(createAnswer(contract, parts), ledger);
    return { unique: ledger.read(ids[0]), inErrors: ledger.read(ids[1]) };
  }

  describe('inspectFreshValues', () => {
    it('is content with values that differ, the first of which proves nothing', () => {
      const { unique } = inspect([{ body: put('a') }, { body: put('b') }, { body: put('c') }]);
      expect([unique.violationCount, unique.exercised.get('answers')]).toEqual([0, 2]);
    });

    it('notices a value that comes again, in errors, too', () => {
      const { unique } = inspect([{ body: put('a') }, { body: put('b') }, { status: 400, body: put('a') }]);
      expect(unique.violations.map(({ received }) => received)).toEqual(['a']);
    });

    it('takes no notice of an answer that was used again, or is no JSON', () => {
      const { unique } = inspect([{ body: put('a') }, { body: put('a'), memoized: true }, { text: 'a' }]);
      expect(unique).toMatchObject({ violationCount: 0, exercised: new Map() });
    });

    it('misses the value in errors that the document knows, and in no others', () => {
      expect(inspect([{ status: 400, body: {} }]).inErrors.violations[0]?.summary).toContain(
        `status 400 has no \`${name}\``,
      );
      expect(inspect([{ status: 418, body: {} }]).inErrors.violationCount).toBe(0);
      expect(inspect([{ status: 400, body: put('a') }]).inErrors.exercised.get('errors')).toBe(1);
    });
  });
});

describe('check secrets', () => {
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
});
