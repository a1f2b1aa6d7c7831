import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';

const encoding = 'binary/careferry-aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;
const text = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString();

/**
 * Encrypts what rides through Temporal (AES-256-GCM, a key derived from the master key), so that its database and its UI show
 * nothing of it without the codec endpoint. A bare JSON string stays readable: that is what summaries and details are,
 * words for an operator that hold ids, counts and names of steps; arguments and results are always objects. The reason is
 * in `docs/decisions/0003-readable-summaries.md`.
 * https://docs.temporal.io/payload-codec
 */
export function createPayloadCodec(masterKey: Uint8Array): PayloadCodec {
  const key = Buffer.from(hkdfSync('sha256', masterKey, '', 'careferry temporal payloads', 32));
  return {
    encode: async (payloads) => payloads.map((payload) => (isReadable(payload) ? payload : encrypt(key, payload))),
    decode: async (payloads) =>
      payloads.map((payload) => (text(payload.metadata?.encoding) === encoding ? decrypt(key, payload) : payload)),
  };
}

function isReadable(payload: Payload): boolean {
  const kind = text(payload.metadata?.encoding);
  return kind === 'binary/null' || (kind === 'json/plain' && payload.data?.[0] === 0x22);
}

/** The payload's metadata stand in clear inside the ciphertext, as JSON of base64 texts. */
function encrypt(key: Buffer, payload: Payload): Payload {
  const plain = JSON.stringify({
    metadata: Object.fromEntries(
      Object.entries(payload.metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]),
    ),
    data: Buffer.from(payload.data ?? []).toString('base64'),
  });
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const data = Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return { metadata: { encoding: Buffer.from(encoding) }, data };
}

/** @throws Error where another key encrypted it, or a bit of it differs. */
function decrypt(key: Buffer, payload: Payload): Payload {
  const bytes = Buffer.from(payload.data ?? []);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes });
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  const plain = Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]).toString();
  const stored = JSON.parse(plain) as { metadata: Record<string, string>; data: string };
  return {
    metadata: Object.fromEntries(
      Object.entries(stored.metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')]),
    ),
    data: Buffer.from(stored.data, 'base64'),
  };
}
