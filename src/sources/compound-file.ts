import { open } from 'node:fs/promises';

/** Enough for the first entries of the directory, where the streams of a workbook stand. */
const directoryBytes = 4096;
const marker = Buffer.from('EncryptedPackage', 'utf16le');

/**
 * Whether a compound file ([MS-CFB]) wraps an encrypted workbook ([MS-OFFCRYPTO], 2.3): its directory then names a stream
 * `EncryptedPackage`. `head` is the beginning of the file, at least 512 bytes, or less where the file is shorter.
 */
export async function isEncryptedWorkbook(path: string, head: Buffer): Promise<boolean> {
  if (head.includes(marker)) return true;
  if (head.length < 512) return false;
  const sectorBytes = 2 ** Math.min(head.readUInt16LE(30), 12);
  const firstDirectorySector = head.readUInt32LE(48);
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(
    Buffer.alloc(directoryBytes),
    0,
    directoryBytes,
    (firstDirectorySector + 1) * sectorBytes,
  );
  return buffer.subarray(0, bytesRead).includes(marker);
}
