/** What a file is by its first bytes, whatever its name says. `text` is anything that may hold a table. */
export type FileKind =
  | 'text'
  | 'binary'
  | 'zip'
  | 'compoundFile'
  | 'pdf'
  | 'html'
  | 'xml'
  | 'json'
  | 'compressed'
  | 'database'
  | 'image';

/** First bytes by kind: the registered signatures of the formats. */
const signatures: readonly (readonly [FileKind, string])[] = [
  ['zip', '504b0304'],
  ['zip', '504b0506'],
  ['zip', '504b0708'],
  // OLE, [MS-CFB]: a workbook of Excel 97 to 2003, or the wrapper of an encrypted one.
  ['compoundFile', 'd0cf11e0a1b11ae1'],
  ['pdf', '255044462d'],
  ['compressed', '1f8b'],
  ['compressed', '377abcaf271c'],
  ['compressed', '526172211a07'],
  ['compressed', '28b52ffd'],
  ['compressed', '425a68'],
  ['database', '53514c69746520666f726d6174203300'],
  ['database', '000100005374616e64617264'],
  ['image', '89504e470d0a1a0a'],
  ['image', 'ffd8ff'],
  ['image', '474946383961'],
];

/** `head`: the first 64 KiB; `isUtf16`: the text is in UTF-16, where NULs are no sign of a binary file. */
export function recogniseFile(head: Buffer, isUtf16: boolean): FileKind {
  const hex = head.subarray(0, 16).toString('hex');
  const signed = signatures.find(([, signature]) => hex.startsWith(signature));
  if (signed) return signed[0];
  if (isUtf16) return recogniseText(head.toString('utf16le'));
  return isBinary(head) ? 'binary' : recogniseText(head.toString('latin1'));
}

/** More than one byte in twenty is a control character that no text has; a few of them may be damage to a short text. */
function isBinary(head: Buffer): boolean {
  let controls = 0;
  for (const byte of head) if (byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1a)) controls++;
  return controls > head.length / (controls < 8 ? 3 : 20);
}

function recogniseText(text: string): FileKind {
  const start = text
    .slice(0, 2000)
    .replace(/^(ï»¿|\uFEFF)/, '')
    .trimStart();
  if (/^<(!doctype\s+html|html|head|body|table|meta|style|div)[\s>]/i.test(start)) return 'html';
  if (/^<(\?xml|!--|!doctype|[a-z][\w.:-]*(\s[^<>]*)?>)/i.test(start)) return 'xml';
  if (/^\{\s*("[^"]*"\s*:|\})/.test(start) || /^\[\s*([{[]|"[^"]*"\s*[,\]]\s*|\])/.test(start)) return 'json';
  return 'text';
}
