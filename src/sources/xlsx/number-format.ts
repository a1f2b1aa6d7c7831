/**
 * What a number format makes of a number, as far as it changes what the number is: a date, a time, or an identifier
 * whose leading zeros are shown. `plain`: only its looks.
 */
export type NumberFormat =
  | { readonly kind: 'plain' }
  | { readonly kind: 'date' | 'dateTime' | 'time' | 'duration' }
  /** `pattern` has a `0` for each digit; everything else in it is text. */
  | { readonly kind: 'identifier'; readonly pattern: readonly (string | 0)[] };

const plain: NumberFormat = { kind: 'plain' };

/** Formats that a workbook uses without naming them: ECMA-376 part 1, 18.8.30, with those of East Asia. */
const builtIn = new Map<number, NumberFormat>();
for (const id of [14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58])
  builtIn.set(id, { kind: 'date' });
for (const id of [18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56]) builtIn.set(id, { kind: 'time' });
builtIn.set(22, { kind: 'dateTime' });
builtIn.set(46, { kind: 'duration' });

/** The format of that id, which a workbook does not define itself. */
export function builtInFormat(id: number): NumberFormat {
  return builtIn.get(id) ?? plain;
}

/**
 * Reads a format code; only its first section, which is the one for positive numbers.
 * @example parseNumberFormat('dd/mm/yyyy hh:mm').kind === 'dateTime'
 * @example parseNumberFormat('000 000 0000').kind === 'identifier'
 */
export function parseNumberFormat(code: string): NumberFormat {
  const section = /^(?:"[^"]*"|\\.|[^;"\\])*/s.exec(code)?.[0] ?? '';
  if (/^general$/i.test(section.trim())) return plain;
  const bare = section.replace(/"[^"]*"|[\\_*]./gs, '');
  if (/\[(h+|m+|s+)\]/i.test(bare)) return { kind: 'duration' };
  const letters = bare.replace(/\[[^\]]*\]/g, '');
  return timeFormat(letters) ?? identifierFormat(section) ?? plain;
}

function timeFormat(letters: string): NumberFormat | undefined {
  if (/[#?0]/.test(letters.replace(/s\.0+/gi, 's'))) return undefined;
  const hasTime = /[hs]|am\/pm|a\/p/i.test(letters);
  // A lone m is a month; beside hours or seconds it is minutes.
  const hasDate = /[yd]|mmm/i.test(letters) || (/m/i.test(letters) && !hasTime);
  if (hasDate) return { kind: hasTime ? 'dateTime' : 'date' };
  return hasTime ? { kind: 'time' } : undefined;
}

/** Two zeros at least, and nothing but zeros and text: `0000000000`, `000 000 0000`, `"P"00000`. */
function identifierFormat(section: string): NumberFormat | undefined {
  const tokens = section.replace(/\[[^\]]*\]/g, '').match(/"[^"]*"|\\.|_.|./gs) ?? [];
  const pattern: (string | 0)[] = [];
  for (const token of tokens) {
    if (token === '0') pattern.push(0);
    else if (token.startsWith('"')) pattern.push(token.slice(1, -1));
    else if (token.startsWith('\\')) pattern.push(token.slice(1));
    else if (token.startsWith('_')) pattern.push(' ');
    else if (/[ \-/()]/.test(token)) pattern.push(token);
    else return undefined;
  }
  return pattern.filter((token) => token === 0).length >= 2 ? { kind: 'identifier', pattern } : undefined;
}
