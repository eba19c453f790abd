import { readFileSync } from 'node:fs';

/**
 * Starts to watch how much processor time the host of a virtual machine withholds from it.
 * @returns {() => number | null} the share since the start, 0–1; null where it cannot be read
 */
export function watchStolenTime() {
  const before = read();
  return () => {
    const after = read();
    if (before === null || after === null) return null;
    return (after.stolen - before.stolen) / (after.wanted - before.wanted);
  };
}

/** Ticks of all cores: `wanted` is all but idle and waiting. */
function read() {
  try {
    const fields = /^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'latin1'))?.[1].split(' ').map(Number) ?? [];
    const [user, nice, system, , , interrupt, softInterrupt, stolen] = fields;
    return { stolen, wanted: user + nice + system + interrupt + softInterrupt + stolen };
  } catch {
    return null;
  }
}
