import { patched } from '@temporalio/workflow';
import type { PatchId } from '../src/contract/patches.ts';

/** Whether this workflow is to do what a change has brought: always where it gets there for the first time now, unless the worker holds that back. */
export function hasPatch(id: PatchId): boolean {
  return patched(id);
}
