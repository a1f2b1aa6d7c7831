/** What a written lens is made of. `prism` is in prism dioptres, `base` its direction. */
export const lensParts = ['sphere', 'cylinder', 'axis', 'add', 'prism', 'base'] as const;
export type LensPart = (typeof lensParts)[number];

/** The parts of a lens as they are written; '' for one that it does not have. */
export type LensPower = Readonly<Record<LensPart, string>>;

const power = String.raw`[+-]?\s?\d{1,2}(?:\.\d{1,2})?`;
const written = new RegExp(
  String.raw`^(?<sphere>${power}|pl(?:ano)?|\u221e)\s*(?:ds?|sph)?` +
    String.raw`(?:\s*(?:[/,]|(?=[+-]))\s*(?<cylinder>${power})\s*(?:dc|cyl)?\s*(?:x|\u00d7|@|ax(?:is)?\s*:?)\s*(?<axis>\d{1,3})\s*(?:\u00b0|deg)?)?` +
    String.raw`(?:\s*[/,;]?\s*prism\s*:?\s*(?<prismA>\d{1,2}(?:\.\d{1,2})?)\s*(?:\u0394|\^|pd)?\s*(?:base\s*(?<wordA>up|down|in|out)|b\.?\s?(?<letterA>[udio]))` +
    String.raw`|\s*[/,;]?\s*(?<prismB>\d{1,2}(?:\.\d{1,2})?)\s*(?:\u0394|\^|pd|prism)\s*(?:base\s*(?<wordB>up|down|in|out)|b\.?\s?(?<letterB>[udio])))?` +
    String.raw`(?:\s*[/,;]?\s*add\s*:?\s*(?<add>\+?\s?\d(?:\.\d{1,2})?)\s*(?:ds?)?)?$`,
  'i',
);

/**
 * Splits a lens as opticians write it, or says null where it is not wholly understood: `-1.25/-0.50x90`, `+2.00 -0.75 x 180 Add
 * 2.25`, `Plano`, `-1.50 DS`, `-2.00/-1.00@10 2\u0394 base in`. A cylinder without an axis, an axis without a cylinder and two prisms
 * are unclear. Nothing is transposed and no sign is supplied.
 */
export function splitLensPower(text: string): LensPower | null {
  const found = written.exec(text.trim().replaceAll('\u2212', '-'))?.groups;
  if (!found) return null;
  const plain = (part: string | undefined) => (part ?? '').replaceAll(/\s/g, '');
  return {
    sphere: plain(found.sphere),
    cylinder: plain(found.cylinder),
    axis: plain(found.axis),
    add: plain(found.add),
    prism: plain(found.prismA ?? found.prismB),
    base: plain(found.wordA ?? found.letterA ?? found.wordB ?? found.letterB),
  };
}
