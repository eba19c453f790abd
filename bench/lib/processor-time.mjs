import { readFileSync } from 'node:fs';

/**
 * @param {number | undefined} pid
 * @returns {number | null} milliseconds of processor time that the process has used, in steps of 10; null where /proc is not there
 */
export function readProcessorTime(pid) {
  if (pid === undefined || process.platform !== 'linux') return null;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return null;
  }
}
