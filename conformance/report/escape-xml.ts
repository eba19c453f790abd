/** Characters that an XML 1.0 document may not hold, not even escaped, and those that it should not. */
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]|\p{Noncharacter_Code_Point}/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // A parser would read these as a blank in an attribute, and a carriage return as a line feed anywhere.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/**
 * Text for the content of an XML element. What XML cannot hold is spelled out, as `\u0000`.
 *
 * @param text - any text
 */
export function escapeXmlText(text: string): string {
  return spellForbidden(text).replace(/[&<>\r]/g, escapeOne);
}

/** Text for the value of an XML attribute in double quotes. */
export function escapeXmlAttribute(text: string): string {
  return spellForbidden(text).replace(/[&<>"'\t\n\r]/g, escapeOne);
}

function spellForbidden(text: string): string {
  return text.replace(FORBIDDEN, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
  });
}

function escapeOne(character: string): string {
  return ENTITIES[character] ?? character;
}
