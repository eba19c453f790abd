import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Editors write a file in several steps; events within this many milliseconds are one change. */
const DEBOUNCE = 60;

interface FileWatch {
  /** Watches these files instead of the previous ones. */
  follow(files: readonly string[]): void;
  stop(): void;
}

/**
 * Watches files for changes. It watches their folders, as editors often replace a file by a new one.
 *
 * @param onChange - gets the path of a changed file
 */
export function watchFiles(onChange: (file: string) => void): FileWatch {
  const watchers = new Map<string, FSWatcher>();
  let followed: ReadonlySet<string> = new Set();
  let timer: NodeJS.Timeout | undefined;
  const report = (file: string): void => {
    clearTimeout(timer);
    timer = setTimeout(onChange, DEBOUNCE, file);
  };
  const open = (folder: string): FSWatcher => {
    const watcher = watch(folder, (_event, name) => {
      const file = [...followed].find((one) => dirname(one) === folder && (name === null || basename(one) === name));
      if (file !== undefined) report(file);
    });
    // A removed folder sends no more events; reading its files reports the problem.
    watcher.on('error', () => watcher.close());
    return watcher;
  };
  return {
    follow(files) {
      followed = new Set(files);
      const folders = new Set(files.map((file) => dirname(file)));
      for (const [folder, watcher] of watchers) {
        if (folders.has(folder)) continue;
        watcher.close();
        watchers.delete(folder);
      }
      for (const folder of folders) if (!watchers.has(folder)) watchers.set(folder, open(folder));
    },
    stop() {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}
