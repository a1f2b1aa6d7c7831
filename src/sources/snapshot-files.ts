import { stat } from 'node:fs/promises';
import { listFiles } from './list-files.ts';

/**
 * Marks how the files of a source look from outside: path, inode, size and time of change. Two equal marks, taken some time apart, say that
 * nobody was writing in between; what is in the files is for their hashes to say. A source that is not there gives an empty mark.
 */
export async function snapshotFiles(location: string): Promise<string> {
  const { files } = await listFiles(location);
  const marks = await Promise.all(
    files.map(async ({ path, file }) => {
      const found = await stat(path).catch(() => null);
      return found ? [file, found.ino, found.size, found.mtimeMs].join(':') : `${file}:gone`;
    }),
  );
  return marks.join('\n');
}
