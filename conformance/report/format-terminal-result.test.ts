import { describe, expect, it } from '@jest/globals';
import { formatTerminalFailure, formatTerminalItem } from './format-terminal-result.ts';
import { createEvidence, createExchange, createResult } from './testing/create-result.ts';
import { SAMPLE_FAILURES } from './testing/sample-failures.ts';
import { createPaint } from './text/create-paint.ts';

const plain = createPaint(false);
const [bound = createResult()] = SAMPLE_FAILURES;

describe('formatTerminalFailure', () => {
  it('says what was demanded, what was seen and how to see it', () => {
    expect(formatTerminalFailure(bound, plain, 80)).toBe(
      `  ✗ MUST include orders placed exactly at \`placedFrom\`
    orders.filter.placedFrom.inclusive · Orders API, section 4.2 “Filtering by
    time”
    The order ord_0142 was placed exactly at the bound and is missing from the
    answer.

    demanded  An order whose \`placedAt\` equals \`placedFrom\` is part of the
              result: the bound is inclusive.
    expected  ["ord_0142", "ord_0141", "ord_0139"]
    received  ["ord_0141", "ord_0139"]
    show it   ${bound.evidence[0]?.curl[0]}`,
    );
  });

  it('shows the exchange where there is no command', () => {
    const evidence = [createEvidence({ exchanges: [createExchange({ status: 502 })] })];
    expect(formatTerminalFailure(createResult({ evidence }), plain, 100)).toContain(
      '\n    seen      GET https://staging.example.com/v2/orders → 502 Bad Gateway, 18 ms',
    );
  });

  it('cuts long values', () => {
    const evidence = [createEvidence({ received: Array.from({ length: 999 }, (_, index) => `order-${index}`) })];
    const text = formatTerminalFailure(createResult({ evidence }), plain, 80);
    expect(text.split('\n').length).toBeLessThan(20);
    expect(text).toMatch(/… \(\d+ more lines\)$/);
  });

  it('paints only where it may', () => {
    expect(formatTerminalFailure(bound, createPaint(true), 80)).toContain('\u001b[31m✗\u001b[39m');
    expect(formatTerminalFailure(bound, plain, 80)).not.toContain('\u001b');
  });
});

describe('formatTerminalItem', () => {
  it('has a title, an id and a reason', () => {
    expect(formatTerminalItem('SHOULD be so', 'a.b', 'It is not, and that is a pity indeed.', plain, 30)).toBe(
      '  · SHOULD be so\n    a.b\n    It is not, and that is a\n    pity indeed.',
    );
  });

  it('does without an id', () => {
    expect(formatTerminalItem('a', '', 'b', plain, 30)).toBe('  · a\n    b');
  });
});
