import { describe, expect, it } from '@jest/globals';
import { VERDICTS } from '../verdicts.ts';
import { readStyle } from './read-style.ts';

const style = readStyle();

/** The colours of a scheme by name: those of the first block, and for the dark one those that it replaces. */
function readColors(scheme: 'light' | 'dark'): Readonly<Record<string, string>> {
  const [light = '', dark = ''] = [...style.matchAll(/:root \{([^}]*)\}/g)].map(([, block]) => block);
  const read = (block: string): Record<string, string> =>
    Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/gi)].map(([, name, color]) => [name, color]));
  return scheme === 'light' ? read(light) : { ...read(light), ...read(dark) };
}

/** The relative luminance of WCAG 2. */
function measureLuminance(color: string): number {
  const channels = [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((value) => {
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function measureContrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [measureLuminance(one), measureLuminance(other)].sort((left, right) => left - right);
  return (light + 0.05) / (dark + 0.05);
}

describe('readStyle', () => {
  it('loads nothing, and does not end the element that it stands in', () => {
    expect(style).not.toMatch(/url\(|@import|https?:|<\//);
  });

  it('closes every block', () => {
    expect(style.match(/\{/g)).toHaveLength(style.match(/\}/g)?.length ?? -1);
  });

  it('has a colour for text and bars of every verdict', () => {
    for (const verdict of VERDICTS) {
      expect(style).toContain(`.text-${verdict} {`);
      expect(style).toContain(`.fill-${verdict} {`);
    }
  });

  it('defines every variable that it uses', () => {
    const used = new Set([...style.matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name));
    const missing = [...used].filter((name) => !style.includes(`${name}:`));
    expect(missing).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('has enough contrast for text, %s', (scheme) => {
    const colors = readColors(scheme);
    const pairs = [
      ...[...VERDICTS, 'ink', 'soft', 'link'].map((name) => [name, 'ground'] as const),
      ...['sheet', 'good', 'bad', 'mark-good', 'mark-bad'].map((name) => ['ink', name] as const),
    ];
    const poor = pairs.filter(([text, ground]) => measureContrast(colors[text] ?? '', colors[ground] ?? '') < 4.5);
    expect(poor).toEqual([]);
  });
});
