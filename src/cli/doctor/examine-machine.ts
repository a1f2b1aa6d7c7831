import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Finding } from './finding.ts';

const requiredMajor = 24;
const gibibyte = 2 ** 30;

/** The Node that runs this. */
export function examineNode(): Finding {
  const detail = `${process.versions.node} at ${process.execPath}`;
  if (Number.parseInt(process.versions.node, 10) >= requiredMajor) return { what: 'Node', state: 'fine', detail };
  return {
    what: 'Node',
    state: 'fault',
    detail,
    remedy: `Node ${requiredMajor} or later is needed; \`npm ci\` brings it.`,
  };
}

/** Who may read and write the state directory. */
export function examineStateDirectory(path: string): Finding {
  const what = 'State directory';
  if (!existsSync(path)) return { what, state: 'fine', detail: `${path} will be made at the first start` };
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return {
      what,
      state: 'fault',
      detail: `${path} cannot be written`,
      remedy: 'Make it writable for this user, or name another one in CAREFERRY_STATE_DIR.',
    };
  }
  // Passing through is harmless, and needed where root runs PostgreSQL as another user; listing and writing are not.
  const open = statSync(path).mode & 0o066;
  if (open !== 0)
    return { what, state: 'warning', detail: `${path} is open to other users`, remedy: `chmod go-rw ${path}` };
  return { what, state: 'fine', detail: path };
}

/** Room where the state directory is, or will be. */
export function examineDisk(path: string): Finding {
  const place = nearestFolder(path);
  const { bavail, bsize } = statfsSync(place);
  const freeGibibytes = (bavail * bsize) / gibibyte;
  const detail = `${freeGibibytes.toFixed(1)} GiB free at ${place}`;
  const remedy = 'A migration needs about four times the size of its export.';
  if (freeGibibytes < 0.5) return { what: 'Disk', state: 'fault', detail, remedy };
  return freeGibibytes < 5
    ? { what: 'Disk', state: 'warning', detail, remedy }
    : { what: 'Disk', state: 'fine', detail };
}

function nearestFolder(path: string): string {
  return existsSync(path) ? path : nearestFolder(dirname(path));
}
