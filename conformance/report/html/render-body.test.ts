import { describe, expect, it } from '@jest/globals';
import { renderBody } from './render-body.ts';

describe('renderBody', () => {
  it('indents and colours JSON', () => {
    expect(renderBody('application/json', '{"a":["b",1,null]}').markup).toBe(
      '<pre class="body">{\n  <span class="k">&quot;a&quot;</span>: [\n    <span class="s">&quot;b&quot;</span>,\n    <span class="n">1</span>,\n    <span class="n">null</span>\n  ]\n}</pre>',
    );
  });

  it('shows other text as it is', () => {
    expect(renderBody('text/html', '<h1>\n  x: 1</h1>').markup).toBe(
      '<pre class="body">&lt;h1&gt;\n  x: 1&lt;/h1&gt;</pre>',
    );
  });

  it('says that there is none', () => {
    expect(renderBody('application/json', '').markup).toContain('No body.');
  });
});
