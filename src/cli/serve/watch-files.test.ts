import { mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type FileWatch, watchFiles } from './watch-files.ts';

describe('watchFiles', () => {
  let watch: FileWatch | undefined;
  afterEach(() => watch?.stop());

  const createFile = (): string => {
    const file = join(mkdtempSync(join(tmpdir(), 'watch-')), 'a.yaml');
    writeFileSync(file, 'first');
    return file;
  };
  /** Watches files, and gives the next change. */
  const nextChange = (files: readonly string[]): Promise<string> => {
    return new Promise((resolve) => {
      watch = watchFiles(resolve);
      watch.follow(files);
    });
  };

  it('tells of a file that is written', async () => {
    const file = createFile();
    const change = nextChange([file]);
    writeFileSync(file, 'second');
    expect(await change).toBe(file);
  });

  it('tells of a file that another is put in the place of', async () => {
    const file = createFile();
    const change = nextChange([file]);
    writeFileSync(`${file}.new`, 'second');
    renameSync(`${file}.new`, file);
    expect(await change).toBe(file);
  });

  it('follows other files when told to, and no longer the first', async () => {
    const [first, second] = [createFile(), createFile()];
    const change = nextChange([first]);
    watch?.follow([second]);
    writeFileSync(first, 'second');
    writeFileSync(second, 'second');
    expect(await change).toBe(second);
  });
});
