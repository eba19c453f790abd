import { describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { addReportOptions } from './add-report-options.ts';

describe('addReportOptions', () => {
  it('takes a file for each format', () => {
    const words = ['--json', 'a', '--junit', 'b', '--html', 'c', '--markdown', '-'];
    const command = addReportOptions(new Command()).parse(words, { from: 'user' });
    expect(command.opts()).toEqual({ json: 'a', junit: 'b', html: 'c', markdown: '-' });
  });
});
