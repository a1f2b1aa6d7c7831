import { FolderStore } from './folder-store.ts';
import type { ObjectStore } from './object-store.ts';
import { type S3Settings, S3Store } from './s3-store.ts';

/**
 * The store that a path names: `s3://bucket/prefix`, else a folder. Nothing is asked of it yet.
 * @throws Error where the path names a store of an unknown kind.
 */
export function openStore(path: string, s3: S3Settings): ObjectStore {
  if (path.startsWith('s3://')) return new S3Store(path, s3);
  const [, scheme] = /^([a-z0-9+.-]+):\/\//i.exec(path) ?? [];
  if (scheme) throw new Error(`There is no store of the kind '${scheme}'. Use a folder or s3://bucket/prefix.`);
  return new FolderStore(path);
}
