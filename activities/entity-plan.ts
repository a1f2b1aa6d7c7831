import type { LandedFile } from '../db/queries/landing.ts';
import { catalogue } from '../src/record/catalogue.ts';
import type { Mapping } from '../src/record/mapping.ts';

/** Which files feed an entity; `isConditional` where only some of a file's rows are eligible. */
export interface EntityPlan {
  readonly entity: string;
  readonly files: readonly { readonly fileNo: number; readonly isConditional: boolean }[];
}

/** The entities that a mapping feeds, in load order. */
export function planOf(mapping: Mapping, files: readonly LandedFile[]): readonly EntityPlan[] {
  const tables = files.map((file) => ({
    fileNo: file.fileNo,
    mapped: mapping.tables.find((table) => table.table === file.table.table),
  }));
  return catalogue.flatMap((entity) => {
    const feeding = tables.flatMap(({ fileNo, mapped }) =>
      (mapped?.targets ?? [])
        .filter((target) => target.entity === entity.name)
        .map((target) => ({ fileNo, isConditional: target.onlyIfFilled !== undefined })),
    );
    return feeding.length > 0 ? [{ entity: entity.name, files: feeding }] : [];
  });
}
