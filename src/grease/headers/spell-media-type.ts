import type { Dice } from '../create-dice.ts';
import { recase } from './recase.ts';

/** The same media type in other letters, with spaces and quotation marks. */
export function spellMediaType(mediaType: string, dice: Dice): string {
  const [type = '', ...parameters] = mediaType.split(';').map((part) => part.trim());
  const spelled = parameters.map((parameter) => spellParameter(parameter, dice));
  // JSON is always in UTF-8, whether the type says so or not.
  const isBare = parameters.length === 0 && /^application\/json$/i.test(type);
  const added = isBare && dice.onceIn(2) ? [spellParameter('charset=utf-8', dice)] : [];
  return [recase(type, dice), ...spelled, ...added].join(dice.pick([';', '; ', ' ; ']));
}

function spellParameter(parameter: string, dice: Dice): string {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(parameter) ?? [];
  if (name === '') return parameter;
  // Of other parameters it depends on the type whether case matters.
  const text = /^charset$/i.test(name) ? recase(value, dice) : value;
  const isToken = /^[\w!#$%&'*+.^`|~-]+$/.test(text);
  return `${recase(name, dice)}=${isToken && dice.onceIn(2) ? `"${text}"` : text}`;
}
