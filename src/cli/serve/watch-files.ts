import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Editors write a file in several steps; what comes within this many milliseconds is one change. */
const SETTLING = 60;

/** What is watched; files can be others from one change to the next. */
export interface FileWatch {
  /** Watches these files, and no others any more. */
  follow(files: readonly string[]): void;
  stop(): void;
}

/**
 * Watches files for changes, through their folders: editors often put a new file in the place of the old.
 *
 * @param onChange - gets the path of one of the files that changed
 */
export function watchFiles(onChange: (file: string) => void): FileWatch {
  const watchers = new Map<string, FSWatcher>();
  let followed: ReadonlySet<string> = new Set();
  let timer: NodeJS.Timeout | undefined;
  const report = (file: string): void => {
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLING, file);
  };
  const open = (folder: string): FSWatcher => {
    const watcher = watch(folder, (_event, name) => {
      const file = [...followed].find((one) => dirname(one) === folder && (name === null || basename(one) === name));
      if (file !== undefined) report(file);
    });
    // A folder that is gone has nothing more to tell; its files are missed when they are read.
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
