import { recordEvent } from '../db/queries/audit.ts';
import { findCompany } from '../db/queries/companies.ts';
import { approveMapping, saveMapping } from '../db/queries/jobs.ts';
import { type LandingChunk, listChunks } from '../db/queries/landing.ts';
import { StepFailure } from '../src/contract/failure.ts';
import { catalogue } from '../src/record/catalogue.ts';
import type { Mapping } from '../src/record/mapping.ts';
import { sumProfiles } from '../src/record/sum-profiles.ts';
import { getChunk } from '../src/storage/landing.ts';
import { askLanguageModel } from './ask-language-model.ts';
import { chooseMapping } from './choose-mapping.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';
import { readContext } from './migration-context.ts';
import { sampleRows } from './sample-rows.ts';

/** Which files feed an entity; `isConditional` where only some of a file's rows are eligible. */
export interface EntityPlan {
  readonly entity: string;
  readonly files: readonly { readonly fileNo: number; readonly isConditional: boolean }[];
}

export interface MappingResult {
  /** Entities that the source feeds, in load order. */
  readonly plan: readonly EntityPlan[];
  readonly isApproved: boolean;
}

/**
 * Proposes a mapping from what extraction has seen of every column, and keeps it. With `autoApprove` it is approved by the rule
 * that every required field is fed, every date column can be read in one way, and no value speaks against the mapping; with
 * a doubt it waits for a person in spite of that.
 * @throws StepFailure `mappingIncomplete` where that rule does not hold.
 */
export const proposeMigrationMapping =
  (dependencies: Dependencies) =>
  async (input: MigrationKey): Promise<MappingResult> => {
    const { companyId, migrationId } = input;
    const { job, files, dataKey } = await readContext(dependencies, input);
    const { request } = job;
    const { company, profiles, firstChunks } = await dependencies.database.withCompany(
      companyId,
      async (tx) => {
        const all = [];
        const first = new Map<string, LandingChunk>();
        for (const { fileNo, table } of files) {
          const chunks = await listChunks(tx, migrationId, fileNo);
          all.push(sumProfiles(table.table, table.file, chunks));
          if (chunks[0]) first.set(table.table, chunks[0]);
        }
        return { company: await findCompany(tx), profiles: all, firstChunks: first };
      },
      { isReadOnly: true },
    );
    const rows = new Map<string, string[][]>();
    for (const [table, { objectKey, sha256 }] of firstChunks) {
      const landed = await getChunk(dependencies.landing, dataKey, objectKey, sha256);
      rows.set(table, sampleRows(landed));
    }
    const { mapping: chosen, problems } = await chooseMapping(request, profiles, company?.domain ?? null, rows);
    const [problem] = problems;
    if (problem)
      throw new StepFailure(
        'mappingIncomplete',
        `${problem.file}${problem.place ? ` (${problem.place})` : ''}: ${problem.message} ${problem.remedy}`,
      );
    if (!chosen) throw new StepFailure('mappingIncomplete', 'There is no mapping for this source.');
    refuseUndecidedDates(chosen);
    const mapping = await askLanguageModel(dependencies, input, chosen, rows);
    const isApproved = request.autoApprove && mapping.tables.every(({ doubts }) => doubts === undefined);
    await dependencies.database.withCompany(companyId, async (tx) => {
      await saveMapping(tx, migrationId, mapping);
      if (!isApproved) return;
      const rule =
        'rule: every required field is fed, every date can be read in one way, and no value speaks against the mapping';
      if (!(await approveMapping(tx, migrationId, rule))) return;
      await recordEvent(tx, { migrationId, actor: 'rule', event: 'mappingApproved' });
    });
    const tables = files.map((file) => ({
      fileNo: file.fileNo,
      mapped: mapping.tables.find((table) => table.table === file.table.table),
    }));
    return {
      plan: catalogue.flatMap((entity) => {
        const feeding = tables.flatMap(({ fileNo, mapped }) =>
          (mapped?.targets ?? [])
            .filter((target) => target.entity === entity.name)
            .map((target) => ({ fileNo, isConditional: target.onlyIfFilled !== undefined })),
        );
        return feeding.length > 0 ? [{ entity: entity.name, files: feeding }] : [];
      }),
      isApproved,
    };
  };

function refuseUndecidedDates(mapping: Mapping): void {
  for (const table of mapping.tables) {
    for (const [column, { order }] of Object.entries(table.dateOrders)) {
      if (order !== 'ambiguous' && order !== 'mixed') continue;
      const why =
        order === 'mixed'
          ? 'holds dates with the day first and dates with the month first'
          : 'holds no date that tells day from month';
      throw new StepFailure(
        'mappingIncomplete',
        `${table.table} (${column}): the column ${why}. Start anew with --date-order dmy or mdy, or mend the export.`,
      );
    }
  }
}
