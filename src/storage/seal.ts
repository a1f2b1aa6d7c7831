import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { StepFailure } from '../contract/failure.ts';
import { keyIdOf } from './envelope.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** "Careferry sealed object" and the version of the layout: header, IV, ciphertext of zstd, tag. */
const magic = Buffer.from([0x43, 0x46, 0x53, 0x4f, 1]);
const keyIdBytes = 4;
const headerBytes = magic.length + keyIdBytes;
const ivBytes = 12;
const tagBytes = 16;

/** The fastest level keeps up with the reader; higher ones save little on text that is encrypted once. */
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/**
 * Compresses (zstd, outside the main thread) and encrypts (AES-256-GCM) an object under its name.
 * The same text twice gives different bytes.
 * @param key 32 bytes, of the migration or backup.
 * @param name Key of the object in its store: an object that is put in the place of another does not open.
 */
export async function seal(plain: Uint8Array, key: Buffer, name: string): Promise<Buffer> {
  const header = headerFor(key);
  const compressed = await compress(plain, compression);
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(associatedData(header, name));
  return Buffer.concat([header, iv, cipher.update(compressed), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Opens what {@link seal} sealed with this key under this name.
 * @throws StepFailure `keyWrong` where another key sealed it; `storageDamaged` where a single bit of it differs, bytes
 * are missing or added, or it belongs to another name. Nothing of the content is given out before all of it is proven.
 */
export async function open(sealed: Uint8Array, key: Buffer, name: string): Promise<Buffer> {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const header = headerFor(key);
  if (bytes.length < headerBytes + ivBytes + tagBytes || !bytes.subarray(0, magic.length).equals(magic)) {
    throw damaged(name);
  }
  const hasKeyId = bytes.subarray(0, headerBytes).equals(header);
  const compressed = decrypt(bytes.subarray(headerBytes), key, associatedData(header, name));
  // Content that opens under a header that names another key: only the header was damaged.
  if (!compressed && !hasKeyId) throw wrongKey(name, bytes, key);
  if (!compressed || !hasKeyId) throw damaged(name);
  try {
    return await decompress(compressed);
  } catch {
    throw damaged(name);
  }
}

/** Whether the header, which is not proven by this, names another key. Too short an object names none. */
export function isSealedUnderAnother(sealed: Buffer, key: Buffer): boolean {
  const found = sealed.subarray(0, headerBytes);
  return found.length === headerBytes && !found.equals(headerFor(key));
}

function headerFor(key: Buffer): Buffer {
  return Buffer.concat([magic, Buffer.from(keyIdOf(key), 'hex')]);
}

/** The header has a fixed length, so header and name cannot be mistaken for another pair. */
function associatedData(header: Buffer, name: string): Buffer {
  return Buffer.concat([header, Buffer.from(name)]);
}

/** @param body IV, ciphertext and tag. */
function decrypt(body: Buffer, key: Buffer, data: Buffer): Buffer | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, ivBytes), { authTagLength: tagBytes })
    .setAAD(data)
    .setAuthTag(body.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(body.subarray(ivBytes, -tagBytes)), decipher.final()]);
  } catch {
    return undefined;
  }
}

function damaged(name: string): StepFailure {
  return new StepFailure('storageDamaged', `The stored object '${name}' is damaged, or belongs to another name.`);
}

function wrongKey(name: string, bytes: Buffer, key: Buffer): StepFailure {
  const sealedWith = bytes.toString('hex', magic.length, headerBytes);
  return new StepFailure(
    'keyWrong',
    `The stored object '${name}' was sealed with key ${sealedWith}; this step has key ${keyIdOf(key)}.`,
  );
}
