import { describe, expect, it } from '@jest/globals';
import { defuseCommands } from './defuse-commands.ts';

describe('defuseCommands', () => {
  it.each([
    ['::error::x', ': :error::x'],
    ['a\n  ::add-mask::x', 'a\n  : :add-mask::x'],
    ['say ##[error]x', 'say # #[error]x'],
    ['##vso[task.complete]', '# #vso[task.complete]'],
    ["##teamcity[message text='x']", "# #teamcity[message text='x']"],
    ['a::b, ## heading, ###', 'a::b, ## heading, ###'],
  ])('turns %j into %j', (text, safe) => {
    expect(defuseCommands(text)).toBe(safe);
  });
});
