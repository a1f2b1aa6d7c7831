import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { StepFailure } from '../contract/failure.ts';
import { checkKey, type ObjectStore } from './object-store.ts';

/** Where an S3-compatible service answers. Credentials come from where the AWS SDK looks for them, such as `AWS_ACCESS_KEY_ID`. */
export interface S3Settings {
  /** Default: Amazon's own for the region. */
  readonly endpoint?: string;
  readonly region: string;
}

/**
 * Keeps objects in a bucket below a prefix. An object is sent whole in one request, so that an upload that is cut off leaves nothing:
 * what is large is cut into parts of a few megabytes, each an object of its own, before it comes here.
 */
export class S3Store implements ObjectStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;

  /**
   * @param url `s3://bucket` or `s3://bucket/prefix`. The bucket must be there.
   * @throws Error where it is not of that form.
   */
  constructor(url: string, { endpoint, region }: S3Settings) {
    const [, bucket = '', path = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/?(.*?)\/*$/.exec(url) ?? [];
    if (bucket === '') throw new Error(`'${url}' is not of the form s3://bucket/prefix.`);
    this.#bucket = bucket;
    this.#prefix = path === '' ? '' : `${checkKey(path)}/`;
    this.#client = new S3Client({
      ...(endpoint ? { endpoint } : {}),
      region,
      // Servers of one's own seldom have a name for each bucket.
      forcePathStyle: true,
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
    });
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await answered('written', key, this.#client.send(new PutObjectCommand({ ...this.#at(key), Body: bytes })));
  }

  async putNew(key: string, bytes: Uint8Array): Promise<boolean> {
    const command = new PutObjectCommand({ ...this.#at(key), Body: bytes, IfNoneMatch: '*' });
    try {
      await this.#client.send(command);
      return true;
    } catch (error) {
      if (!(error instanceof S3ServiceException) || error.$metadata.httpStatusCode !== 412)
        throw toFailure(error, 'written', key);
      // The answer to a request that has succeeded may have been lost; its repeat then meets the object itself.
      return (await this.find(key))?.equals(bytes) ?? false;
    }
  }

  async get(key: string): Promise<Buffer> {
    const found = await this.find(key);
    if (!found) throw new StepFailure('storageDamaged', `The stored object '${key}' is missing (NoSuchKey).`);
    return found;
  }

  async find(key: string): Promise<Buffer | undefined> {
    const where = this.#at(key);
    try {
      const { Body } = await this.#client.send(new GetObjectCommand(where));
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    } catch (error) {
      if (error instanceof S3ServiceException && error.name === 'NoSuchKey') return undefined;
      throw toFailure(error, 'read', key);
    }
  }

  async *list(prefix: string): AsyncIterable<string> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    if (folder !== '') checkKey(folder.slice(0, -1));
    for await (const { Contents } of this.#pages(prefix)) {
      for (const { Key = '' } of Contents ?? []) yield Key.slice(this.#prefix.length);
    }
  }

  async listFolders(prefix: string): Promise<string[]> {
    if (prefix !== '') checkKey(prefix.slice(0, -1));
    const folders: string[] = [];
    for await (const { CommonPrefixes } of this.#pages(prefix, '/')) {
      for (const { Prefix = '' } of CommonPrefixes ?? [])
        folders.push(Prefix.slice(this.#prefix.length + prefix.length, -1));
    }
    return folders;
  }

  async delete(key: string): Promise<void> {
    await answered('deleted', key, this.#client.send(new DeleteObjectCommand(this.#at(key))));
  }

  #at(key: string) {
    return { Bucket: this.#bucket, Key: this.#prefix + checkKey(key) };
  }

  async *#pages(prefix: string, Delimiter?: string): AsyncGenerator<ListObjectsV2CommandOutput> {
    const where = { Bucket: this.#bucket, Prefix: this.#prefix + prefix, Delimiter };
    let ContinuationToken: string | undefined;
    do {
      const page = await answered(
        'listed',
        prefix,
        this.#client.send(new ListObjectsV2Command({ ...where, ContinuationToken })),
      );
      yield page;
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
  }
}

type Action = 'written' | 'read' | 'listed' | 'deleted';

async function answered<Answer>(action: Action, key: string, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw toFailure(error, action, key);
  }
}

/** Names of service, network and SDK errors go into the message; their own messages may quote a header, and do not. */
function toFailure(error: unknown, action: Action, key: string): StepFailure {
  const name = error instanceof Error ? nameOf(error) : typeof error;
  // The SDK compares what it received with the checksum that was stored with the object.
  if (action === 'read' && error instanceof Error && /^Checksum mismatch/.test(error.message)) {
    return new StepFailure('storageDamaged', `The stored object '${key}' does not fit its checksum.`, { cause: error });
  }
  return new StepFailure('storageUnwritable', `The object store does not let '${key}' be ${action} (${name}).`, {
    cause: error,
  });
}

function nameOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return code || error.name;
}
