import { describe, expect, it } from '@jest/globals';
import { readHeader } from './message.ts';
import { createRequest } from './testing/create-request.ts';

describe('readHeader', () => {
  const request = createRequest('/', { headers: { 'X-One': 'a', 'X-Many': ['a', 'b'], 'X-None': undefined } });

  it('gives the value, or all of them joined as HTTP joins them', () => {
    expect(readHeader(request, 'x-one')).toBe('a');
    expect(readHeader(request, 'x-many')).toBe('a, b');
    expect(readHeader(request, 'x-none')).toBeUndefined();
    expect(readHeader(request, 'x-other')).toBeUndefined();
  });
});
