import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SAMPLE_REPORT } from '../testing/sample-report.ts';
import { renderHead, renderScript } from './render-head.ts';

function digest(text: string | undefined): string {
  return createHash('sha256')
    .update(text ?? '')
    .digest('base64');
}

describe('renderHead', () => {
  const { markup } = renderHead(SAMPLE_REPORT);

  it('is named after the verdict', () => {
    expect(markup).toContain('<title>orders does not conform</title>');
  });

  it('allows nothing but its own style and script', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(markup)?.[1];
    const style = /<style>([\s\S]*)<\/style>/.exec(markup)?.[1];
    const script = /<script>([\s\S]*)<\/script>/.exec(renderScript().markup)?.[1];
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${digest(style)}'; script-src 'sha256-${digest(script)}'; img-src data:; base-uri 'none'; form-action 'none'`,
    );
  });

  it('loads nothing', () => {
    expect(markup).not.toMatch(/url\(|@import|https?:|src=/);
  });
});
