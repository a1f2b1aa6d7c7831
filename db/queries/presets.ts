import type { Mapping } from '../../src/record/mapping.ts';
import type { CompanyTransaction } from '../database.ts';
import { recordEvent } from './audit.ts';

/** A preset that a company has saved, without what is in it. */
export interface SavedPreset {
  readonly name: string;
  readonly sourceSystem: string;
  /** Tables that it knows. */
  readonly tables: number;
  readonly savedBy: string;
  readonly savedAt: string;
}

const columns = `name, preset->>'sourceSystem' as "sourceSystem", jsonb_array_length(preset->'tables') as tables,
  created_by as "savedBy", created_at as "savedAt"`;

/** The presets of the company, by name. */
export async function listPresets(tx: CompanyTransaction): Promise<SavedPreset[]> {
  return tx.query<SavedPreset>(`select ${columns} from migration_presets where company_id = $1 order by name`, [
    tx.companyId,
  ]);
}

/** The mapping that the company's preset of that name was saved from, or undefined. */
export async function findPreset(tx: CompanyTransaction, name: string): Promise<Mapping | undefined> {
  const [found] = await tx.query<{ preset: Mapping }>(
    'select preset from migration_presets where company_id = $1 and name = $2',
    [tx.companyId, name],
  );
  return found?.preset;
}

/** Saves a mapping as a preset of the company; one of the same name is replaced. */
export async function savePreset(
  tx: CompanyTransaction,
  name: string,
  mapping: Mapping,
  savedBy: string,
): Promise<SavedPreset> {
  const [saved] = await tx.query<SavedPreset>(
    `insert into migration_presets (company_id, name, preset, created_by) values ($1, $2, $3, $4)
     on conflict (company_id, name) do update
       set preset = excluded.preset, created_by = excluded.created_by, created_at = excluded.created_at
     returning ${columns}`,
    [tx.companyId, name, mapping, savedBy],
  );
  if (!saved) throw new Error('A preset that was written is there.');
  const { sourceSystem, tables } = saved;
  const details = { name, sourceSystem, tables };
  await recordEvent(tx, { migrationId: null, actor: savedBy, event: 'presetSaved', details });
  return saved;
}

/** Takes the company's preset of that name away. False where there is none. */
export async function deletePreset(tx: CompanyTransaction, name: string, deletedBy: string): Promise<boolean> {
  const gone = await tx.query('delete from migration_presets where company_id = $1 and name = $2 returning name', [
    tx.companyId,
    name,
  ]);
  if (gone.length === 0) return false;
  await recordEvent(tx, { migrationId: null, actor: deletedBy, event: 'presetDeleted', details: { name } });
  return true;
}
