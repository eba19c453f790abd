import { describe, expect, it } from '@jest/globals';
import { formatBody } from './format-body.ts';

describe('formatBody', () => {
  it('indents JSON', () => {
    expect(formatBody('application/json', '{"a":[1,":"]}')).toBe('{\n  "a": [\n    1,\n    ":"\n  ]\n}');
  });

  it('leaves other text', () => {
    expect(formatBody('text/html', '<a>{"a":1}</a>\n')).toBe('<a>{"a":1}</a>');
  });

  it('is short, however deep the body', () => {
    expect(formatBody('application/json', '['.repeat(100_000)).length).toBeLessThan(12_000);
  });
});
