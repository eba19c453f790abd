import { describe, expect, it } from '@jest/globals';
import { readAnswer } from './read-answer.ts';

const answer = (status: number, body: string | null): Promise<unknown> => readAnswer(new Response(body, { status }));
const refusal = (code: string, message: string): string => JSON.stringify({ error: { code, message } });

describe('readAnswer', () => {
  it('takes JSON, or nothing', async () => {
    expect(await answer(200, '{"a":1}')).toEqual({ a: 1 });
    expect(await answer(200, 'null')).toBeNull();
    expect(await answer(204, null)).toBeUndefined();
  });

  it.each([
    [400, 'invalid-option', 'no', 2, 'no'],
    [503, 'too-many-sessions', 'full', 3, 'full'],
    [401, 'token-needed', 'who?', 2, 'who?\nGive it with --admin-token, or as $PAGEWRIGHT_ADMIN_TOKEN.'],
    [404, 'x', 'red \u001b[31m', 2, 'red \\u001b[31m'],
  ])('passes on the refusal %i %s', async (status, code, message, exitCode, shown) => {
    await expect(answer(status, refusal(code, message))).rejects.toMatchObject({ exitCode, message: shown });
  });

  it.each([
    [200, '<html>'],
    [404, '{"error":"not found"}'],
    [404, 'null'],
    [500, ''],
    [404, '{"error":{"message":"a"}}'],
  ])('takes %i with %s for no administration', async (status, body) => {
    await expect(answer(status, body)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(`answers (${status}), but not as the administration of a mock`),
    });
  });
});
