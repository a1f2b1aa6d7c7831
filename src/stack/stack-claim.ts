import { existsSync, linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findMarked, ownMark } from './process-identity.ts';
import { StackAlreadyRunning } from './stack-already-running.ts';
import type { RecordedProcess, RunningStack, StackAddresses } from './stack-description.ts';
import type { StateDirectory } from './state-directory.ts';

/*
 * One stack a state directory. Each starter writes a claim under a name that only it can have (process number and
 * start), then looks for claims of other processes that live: if it sees one, it withdraws. Two that start at once
 * both write before they look, so at least one sees the other; and since no name is used twice, clearing away the
 * claim of a dead process can never hit that of a living one. (With one shared lock file, it could.)
 */

/** `claiming`: looks for others; `starting`: holds the directory; `running`: every part has answered. */
type ClaimPhase = 'claiming' | 'starting' | 'running';

interface ClaimRecord {
  readonly phase: ClaimPhase;
  readonly addresses: StackAddresses;
  readonly processes: readonly RecordedProcess[];
}

/** The hold on a state directory. */
export interface StackClaim {
  /** Child processes that earlier stacks wrote down and that ended without `release()`; they may still live. */
  readonly inherited: readonly RecordedProcess[];
  /** Forgets the inherited ones; to be called when they have ended. */
  clearInherited(): void;
  /** Writes down what is to be known of this stack, at once, before anything else can happen. */
  record(change: Partial<ClaimRecord>): void;
  /** Gives the directory back. A repeat does nothing. */
  release(): void;
}

const extension = '.json';
const noAddresses: StackAddresses = {
  databaseUrl: '',
  ownerDatabaseUrl: '',
  temporalAddress: '',
  temporalUiUrl: '',
  apiUrl: '',
};

/** @throws StackAlreadyRunning where another stack, of this process or another, holds the directory. */
export async function claimStateDirectory(state: StateDirectory): Promise<StackClaim> {
  for (;;) {
    const claim = openClaim(state);
    const others = readClaims(state).filter((found) => found.file !== claim.file);
    const other = others.find((found) => found.isLive);
    if (!other) {
      claim.record({ phase: 'starting' });
      return {
        ...claim,
        inherited: others.flatMap((stale) => stale.record?.processes ?? []),
        clearInherited: () => {
          for (const stale of others) rmSync(stale.file, { force: true });
        },
      };
    }
    claim.release();
    if (other.record?.phase !== 'claiming') throw new StackAlreadyRunning(describe(state, other));
    // Both withdraw; chance decides who comes back first.
    await sleep(20 + Math.random() * 200);
  }
}

/** The stack that holds the state directory now, or null. */
export function findLiveClaim(state: StateDirectory): RunningStack | null {
  const live = readClaims(state).find((found) => found.isLive && found.record?.phase !== 'claiming');
  return live ? describe(state, live) : null;
}

interface OpenClaim extends Pick<StackClaim, 'record' | 'release'> {
  readonly file: string;
}

function openClaim(state: StateDirectory): OpenClaim {
  const file = join(state.claims, `${ownMark()}${extension}`);
  let current: ClaimRecord = { phase: 'claiming', addresses: noAddresses, processes: [] };
  try {
    writeRecord(file, current, linkSync);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new StackAlreadyRunning(describe(state, { file, pid: process.pid, isLive: true, record: readRecord(file) }));
  }
  let isHeld = true;
  return {
    file,
    record: (change) => {
      if (!isHeld) return;
      current = { ...current, ...change };
      writeRecord(file, current, renameSync);
    },
    release: () => {
      if (isHeld) rmSync(file, { force: true });
      isHeld = false;
    },
  };
}

interface FoundClaim {
  readonly file: string;
  readonly pid: number;
  readonly isLive: boolean;
  /** Null where the file is damaged, as after a power cut. */
  readonly record: ClaimRecord | null;
}

function readClaims(state: StateDirectory): FoundClaim[] {
  if (!existsSync(state.claims)) return [];
  const names = readdirSync(state.claims).filter((name) => name.endsWith(extension));
  return names.flatMap((name) => {
    const file = join(state.claims, name);
    const mark = basename(name, extension);
    const found = { file, pid: Number.parseInt(mark, 10), isLive: findMarked(mark) !== null, record: readRecord(file) };
    // One that was withdrawn while this looked is no claim.
    return existsSync(file) ? [found] : [];
  });
}

function readRecord(file: string): ClaimRecord | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ClaimRecord;
  } catch {
    return null;
  }
}

/** Puts the whole record in place in one step, so that no reader sees half of it. */
function writeRecord(file: string, record: ClaimRecord, place: (from: string, to: string) => void): void {
  const draft = `${file}.draft`;
  writeFileSync(draft, JSON.stringify(record), { mode: 0o600 });
  try {
    place(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

function describe(state: StateDirectory, found: FoundClaim): RunningStack {
  return {
    ...(found.record?.addresses ?? noAddresses),
    stateDirectory: state.path,
    pid: found.pid,
    isStarting: found.record?.phase !== 'running',
  };
}
