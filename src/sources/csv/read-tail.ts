import type { FileHandle } from 'node:fs/promises';
import type { FileScan } from '../scan-file.ts';
import { decodeText } from './decode-text.ts';
import { RecordScanner, type RecordSyntax, type ScannedRecord } from './record-scanner.ts';

/** Enough for the last rows of a wide table; even, for text of two bytes a character. */
const tailBytes = 64 * 1024;

/**
 * The last records of a text file, blank ones too, without their lines. Where the stretch that is read begins inside a quoted cell, records
 * are cut wrongly until the next row; who judges them must not trust a single one.
 */
export async function readTail(file: FileHandle, scan: FileScan, syntax: RecordSyntax): Promise<ScannedRecord[]> {
  const start = Math.max(0, scan.sizeBytes - (scan.sizeBytes % 2) - tailBytes);
  const bytes = Buffer.alloc(scan.sizeBytes - start);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
  const { text } = decodeText(bytes.subarray(0, bytesRead), scan.encoding, true);
  const firstEnd = text.indexOf(syntax.lineEnd);
  const scanner = new RecordScanner(text.slice(firstEnd + syntax.lineEnd.length), syntax, true);
  const records: ScannedRecord[] = [];
  for (let record = scanner.next(); record; record = scanner.next()) records.push(record);
  return records.filter(({ cells }) => cells[0] !== '\u001A');
}
