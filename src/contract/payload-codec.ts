import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes } from 'node:crypto';
import { ApplicationFailure, type Payload, type PayloadCodec } from '@temporalio/common';
import type { FailureType } from './failure.ts';
import { companyOfWorkflow } from './migration.ts';

const encoding = 'binary/careferry-aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;
const text = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString();

/** Encrypts for Temporal, and opens for one company what is that company's. */
export interface CompanyPayloadCodec extends PayloadCodec {
  encodeFor(companyId: string, payloads: readonly Payload[]): Payload[];
  /** @throws Error where a payload was not encrypted in a workflow of that company, or is damaged. */
  decodeFor(companyId: string, payloads: readonly Payload[]): Payload[];
}

/**
 * Encrypts what rides through Temporal (AES-256-GCM, a key derived from the master key), so that its database and its UI show
 * nothing of it without the codec endpoint. A bare JSON string stays readable: that is what summaries and details are,
 * words for an operator that hold ids, counts and names of steps; arguments and results are always objects. The reason is
 * in `docs/decisions/0003-readable-summaries.md`.
 * https://docs.temporal.io/payload-codec
 *
 * The company of the workflow stands inside the ciphertext, so that who may read for one company cannot read for another.
 */
export function createPayloadCodec(masterKey: Uint8Array): CompanyPayloadCodec {
  const key: PayloadKey = {
    bytes: Buffer.from(hkdfSync('sha256', masterKey, '', 'careferry temporal payloads', 32)),
    masterKeyId: hash('sha256', masterKey).slice(0, 8),
  };
  const encodeFor = (company: string | undefined, payloads: readonly Payload[]) =>
    payloads.map((payload) => (isReadable(payload) ? payload : encrypt(key, payload, company)));
  return {
    encode: async (payloads, context) => encodeFor(companyOfWorkflow(context?.workflowId ?? ''), payloads),
    decode: async (payloads) =>
      payloads.map((payload) => (isEncrypted(payload) ? decrypt(key, payload).payload : payload)),
    encodeFor,
    decodeFor: (companyId, payloads) =>
      payloads.map((payload) => {
        if (!isEncrypted(payload)) return payload;
        const decrypted = decrypt(key, payload);
        if (decrypted.company !== companyId) throw new Error('The payload is not of a workflow of this company.');
        return decrypted.payload;
      }),
  };
}

function isEncrypted(payload: Payload): boolean {
  return text(payload.metadata?.encoding) === encoding;
}

interface PayloadKey {
  readonly bytes: Buffer;
  /** The first 8 hex digits of the master key's SHA-256, as wrapped keys name it too. */
  readonly masterKeyId: string;
}

/** How Temporal's own account of a workflow begins: its current details, and which signals and updates it takes. Ids and words only. */
const metadataBeginning = '{"definition":{"type":';

function isReadable(payload: Payload): boolean {
  const kind = text(payload.metadata?.encoding);
  if (kind === 'binary/null') return true;
  if (kind !== 'json/plain') return false;
  const beginning = text(payload.data?.subarray(0, metadataBeginning.length));
  return beginning.startsWith('"') || beginning === metadataBeginning;
}

/** The payload's metadata stand in clear inside the ciphertext, as JSON of base64 texts. */
function encrypt(key: PayloadKey, payload: Payload, company: string | undefined): Payload {
  const plain = JSON.stringify({
    company,
    metadata: Object.fromEntries(
      Object.entries(payload.metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]),
    ),
    data: Buffer.from(payload.data ?? []).toString('base64'),
  });
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, iv);
  const data = Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return { metadata: { encoding: Buffer.from(encoding), masterKeyId: Buffer.from(key.masterKeyId) }, data };
}

interface Stored {
  readonly metadata: Readonly<Record<string, string>>;
  readonly data: string;
  /** Absent where the workflow is of no single company, and in what was written before companies were named. */
  readonly company?: string;
}

/** @throws ApplicationFailure `keyWrong` where another key encrypted it. @throws Error where a bit of it differs. */
function decrypt(key: PayloadKey, payload: Payload): { readonly payload: Payload; readonly company?: string } {
  const encryptedUnder = text(payload.metadata?.masterKeyId);
  if (encryptedUnder !== key.masterKeyId) throw keyWrong(encryptedUnder, key.masterKeyId);
  const bytes = Buffer.from(payload.data ?? []);
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, ivBytes), { authTagLength: tagBytes });
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  const plain = Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]).toString();
  const { company, ...stored } = JSON.parse(plain) as Stored;
  const metadata = Object.fromEntries(
    Object.entries(stored.metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')]),
  );
  return { payload: { metadata, data: Buffer.from(stored.data, 'base64') }, ...(company ? { company } : {}) };
}

/** As an operator meets it: beside the workflow task in the Temporal UI, in the worker's log, or as the cause of a step that waits. */
function keyWrong(encryptedUnder: string, masterKeyId: string): ApplicationFailure {
  const type: FailureType = 'keyWrong';
  return ApplicationFailure.nonRetryable(
    `The workflow's data was encrypted under master key ${encryptedUnder}; this process has master key ${masterKeyId}.`,
    type,
  );
}
