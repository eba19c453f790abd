import { Script } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { PAGE_SCRIPT } from './script.ts';

describe('PAGE_SCRIPT', () => {
  it('is a script, and does not end the element that it stands in', () => {
    expect(() => new Script(PAGE_SCRIPT)).not.toThrow();
    expect(PAGE_SCRIPT).not.toMatch(/<\/script|<!--/i);
  });

  it('asks nothing of the network', () => {
    expect(PAGE_SCRIPT).not.toMatch(/fetch|XMLHttpRequest|import|https?:|eval|innerHTML/);
  });
});
