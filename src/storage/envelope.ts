import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { StepFailure } from '../contract/failure.ts';

/** The key of the installation. It wraps the keys of migrations and encrypts nothing else. */
export interface MasterKey {
  /** Tells keys apart without telling them; see {@link keyIdOf}. */
  readonly id: string;
  /** Opaque, so that printing it shows nothing. */
  readonly key: KeyObject;
}

/** The key that wraps today, and earlier ones, which still open what they wrapped. */
export interface Keyring {
  readonly current: MasterKey;
  readonly retired: readonly MasterKey[];
}

const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;
const version = 'cfk1';

/** Names a key of 256 random bits by the first 8 hex digits of its SHA-256. */
export function keyIdOf(key: Uint8Array): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}

/**
 * Reads a master key from its text: 32 bytes in base64 or base64url, as `openssl rand -base64 32` writes them.
 * @throws StepFailure `keyWrong` on anything else. The message never shows the text.
 */
export function parseMasterKey(base64: string): MasterKey {
  const text = base64.trim();
  const isBase64 = /^[A-Za-z0-9+/_-]+={0,2}$/.test(text);
  const bytes = Buffer.from(text, 'base64');
  if (!isBase64 || bytes.length !== keyBytes) {
    const found = isBase64 ? `${bytes.length} bytes` : 'text that is no base64';
    throw new StepFailure(
      'keyWrong',
      `The master key must be ${keyBytes} bytes in base64 (openssl rand -base64 32), but it is ${found}.`,
    );
  }
  return { id: keyIdOf(bytes), key: createSecretKey(bytes) };
}

/**
 * Reads a keyring: the current key, and retired ones with commas between them.
 * @throws StepFailure `keyWrong` where one of them is no key.
 */
export function parseKeyring(current: string, retired = ''): Keyring {
  const texts = retired.split(',').filter((text) => text.trim() !== '');
  return { current: parseMasterKey(current), retired: texts.map(parseMasterKey) };
}

/** A new random key of 32 bytes for AES-256. Each migration and each backup has its own. */
export function createDataKey(): Buffer {
  return randomBytes(keyBytes);
}

/**
 * Encrypts a data key under the master key (AES-256-GCM), bound to its owner, such as `demo/<migrationId>`.
 * @returns `cfk1.<id of the master key>.<base64url of IV, ciphertext and tag>`; each call gives another text.
 */
export function wrapKey(master: MasterKey, dataKey: Uint8Array, owner: string): string {
  const head = `${version}.${master.id}.`;
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', master.key, iv).setAAD(Buffer.from(head + owner));
  const body = Buffer.concat([iv, cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]);
  return head + body.toString('base64url');
}

/**
 * Gives back the data key that {@link wrapKey} wrapped for the same owner.
 * @throws StepFailure `keyWrong`, with the ids of both keys, where another master key wrapped it;
 * `storageDamaged` where the text was changed, cut or belongs to another owner.
 */
export function unwrapKey(master: MasterKey, wrapped: string, owner: string): Buffer {
  const [, masterKeyId, body] = /^cfk1\.([0-9a-f]{8})\.([A-Za-z0-9_-]+)$/.exec(wrapped) ?? [];
  if (masterKeyId === undefined || body === undefined) throw damagedKey(owner);
  const bytes = Buffer.from(body, 'base64url');
  if (bytes.length !== ivBytes + keyBytes + tagBytes || bytes.toString('base64url') !== body) throw damagedKey(owner);
  if (masterKeyId !== master.id) {
    throw new StepFailure(
      'keyWrong',
      `The key of '${owner}' was wrapped with master key ${masterKeyId}; this process has master key ${master.id}.`,
    );
  }
  const decipher = createDecipheriv('aes-256-gcm', master.key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(`${version}.${masterKeyId}.${owner}`))
    .setAuthTag(bytes.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]);
  } catch {
    throw damagedKey(owner);
  }
}

/** As {@link unwrapKey}, with the key of the ring that wrapped it. */
export function unwrapFromKeyring({ current, retired }: Keyring, wrapped: string, owner: string): Buffer {
  const [, masterKeyId] = /^cfk1\.([0-9a-f]{8})\./.exec(wrapped) ?? [];
  return unwrapKey(retired.find(({ id }) => id === masterKeyId) ?? current, wrapped, owner);
}

function damagedKey(owner: string): StepFailure {
  return new StepFailure('storageDamaged', `The wrapped key of '${owner}' is damaged or belongs to another owner.`);
}
