import { recordEventsOnce } from '../db/queries/audit.ts';
import type { ChecklistItem } from '../src/contract/big-bang.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';

/** Records who has let a big bang begin to load, and what they have ticked. A repeat adds nothing. */
export const recordChecklist =
  (dependencies: Dependencies) =>
  (
    input: MigrationKey & {
      readonly by: string;
      readonly items: readonly (ChecklistItem & { readonly isTicked: boolean })[];
    },
  ): Promise<void> =>
    dependencies.database.withCompany(input.companyId, async (tx) => {
      const { migrationId, by: actor, items } = input;
      await recordEventsOnce(tx, [{ migrationId, actor, event: 'checklistTicked', details: { items } }], 'items');
    });
