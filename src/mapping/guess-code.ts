import type { Field } from '../record/catalogue.ts';
import { wordsOf } from './names.ts';

/** ISO/IEC 5218, and with it the Person Gender Code of the NHS Data Dictionary. */
const genders: Readonly<Record<string, string>> = { '0': 'unknown', '1': 'male', '2': 'female', '9': 'unknown' };

const yes = new Set(['y', 'yes', 't', 'true', '1', '-1']);
const no = new Set(['n', 'no', 'f', 'false', '0']);
const live = new Set(['active', 'current', 'live', 'enabled', 'isactive']);
const gone = new Set(['inactive', 'archived', 'archive', 'deleted', 'disabled', 'isdeleted', 'void']);

/** Shortest beginning of a word that stands for it. */
const shortest = 3;

/**
 * What a code of a closed list may mean, or undefined where nothing speaks for anything. A guess, to be asked: 1 and 2 for gender where
 * both are there, yes and no under a header such as `Active` or `Archived`, and the beginning of one member alone.
 * @param codes All codes of the column.
 */
export function guessCode(
  { name, type }: Field,
  header: string,
  code: string,
  codes: readonly string[],
): string | undefined {
  if (type.kind !== 'enum') return undefined;
  const { members } = type;
  const plain = code.toLowerCase();
  // Without a 2 the codes may as well be 0 and 1, of which nobody knows who is who.
  if (name === 'gender') return codes.includes('1') && codes.includes('2') ? genders[code] : undefined;
  const flag = yes.has(plain) ? true : no.has(plain) ? false : undefined;
  if (flag !== undefined) return name === 'status' ? statusOf(header, flag, members) : undefined;
  const letters = plain.replace(/[^a-z]/g, '');
  const [only, other] = members.filter((member) => member.toLowerCase().startsWith(letters));
  return letters.length >= shortest && other === undefined ? only : undefined;
}

function statusOf(header: string, flag: boolean, members: readonly string[]): string | undefined {
  if (!members.includes('active') || !members.includes('inactive')) return undefined;
  const words = wordsOf(header);
  const isLive = words.some((word) => live.has(word));
  if (isLive === words.some((word) => gone.has(word))) return undefined;
  return isLive === flag ? 'active' : 'inactive';
}
