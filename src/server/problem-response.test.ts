import { describe, expect, it } from '@jest/globals';
import { problemResponse } from './problem-response.ts';

describe('problemResponse', () => {
  it('says what went wrong, with further headers', () => {
    const problem = { type: 'about:blank', title: 'Not Found', status: 404, detail: 'nothing is here' };
    expect(problemResponse(problem, [['Allow', 'GET']])).toEqual({
      status: 404,
      headers: [
        ['Content-Type', 'application/problem+json'],
        ['Allow', 'GET'],
      ],
      body: JSON.stringify(problem),
    });
  });
});
