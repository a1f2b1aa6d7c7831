import { realpath } from 'node:fs/promises';
import { isAbsolute, join, resolve, sep } from 'node:path';
import { findCompany } from '../db/queries/companies.ts';
import { findPreset } from '../db/queries/presets.ts';
import { presetNames } from '../presets/load-preset.ts';
import type { ErrorLimit } from '../src/contract/migration.ts';
import type { PhaseCut } from '../src/contract/phases.ts';
import type { InspectedTable, SourceInspection, SourceProblem } from '../src/contract/source-inspection.ts';
import { entityNamed, findEntity, personEntity } from '../src/record/catalogue.ts';
import type { TableProfile } from '../src/record/source-record.ts';
import { openSource } from '../src/sources/open-source.ts';
import { readTable } from '../src/sources/read-table.ts';
import type { SourceTable } from '../src/sources/source.ts';
import { chooseMapping, type MappingWishes, presetFor } from './choose-mapping.ts';
import type { Dependencies } from './dependencies.ts';
import { readLessons } from './learn-lessons.ts';
import { mostSampledRows, sampleRows } from './sample-rows.ts';

export interface InspectionInput extends MappingWishes {
  readonly companyId: string;
  readonly phases?: PhaseCut;
  /** Also give the mapping itself, with what the first rows show of columns that feed nothing. */
  readonly withMapping?: boolean;
  readonly errorLimits?: readonly ErrorLimit[];
}

/** Looks at a source before anything is started: can it be read, is it known what its tables are, is what is required there? */
export const inspectSource =
  (dependencies: Dependencies) =>
  async (input: InspectionInput): Promise<SourceInspection> => {
    const requested = await findRequestProblems(dependencies, input);
    if (requested.length > 0) return { tables: [], problems: requested };
    const { tables, problems } = await openSource(input.source.location, input.source.headers);
    if (problems.length > 0) return { tables: tables.map((table) => describe(table, [])), problems };
    const company = await dependencies.database.withCompany(input.companyId, findCompany, { isReadOnly: true });
    const rows = await readFirstRows(input.source.location, tables);
    const profiles = tables.map((table) => firstProfile(table, input.withMapping ? (rows.get(table.table) ?? []) : []));
    const preset = await presetFor(dependencies, input.companyId, input);
    const lessons = await readLessons(dependencies, input.companyId, input.source.system, profiles);
    const proposal = await chooseMapping(input, preset, profiles, company?.domain ?? null, rows, lessons);
    const inspected = tables.map((table) => {
      const mapped = proposal.mapping?.tables.find((candidate) => candidate.table === table.table);
      return describe(table, mapped?.targets.map((target) => target.entity) ?? []);
    });
    const strangers = inspected.flatMap((table) =>
      table.entities
        .filter((entity) => company?.domain != null && entityNamed(entity).domain !== company.domain)
        .map(
          (entity): SourceProblem => ({
            code: 'wrongDomain',
            file: table.file,
            message: `It would become ${entity}, which this company does not keep.`,
            remedy: 'Choose the preset of the right system, or the right company.',
          }),
        ),
    );
    return {
      tables: inspected,
      problems: [...proposal.problems, ...strangers, ...findPhaseProblems(input, inspected)],
      ...(input.withMapping ? { mapping: proposal.mapping } : {}),
    };
  };

/** What speaks against cutting the people of these tables by a field. */
function findPhaseProblems({ phases, source }: InspectionInput, tables: readonly InspectedTable[]): SourceProblem[] {
  const [entity] = tables.flatMap(({ entities }) => entities);
  if (!entity || (phases?.by !== 'field' && phases?.by !== 'date')) return [];
  const { name, fields } = personEntity(entityNamed(entity).domain);
  const possible = fields.filter(({ type }) => phases.by === 'field' || type.kind === 'date');
  if (possible.some((field) => field.name === phases.field)) return [];
  return [
    {
      code: 'unknownField',
      file: source.location,
      message: `The ${name} have no ${phases.by === 'date' ? 'date' : 'field'} '${phases.field}' to cut phases by.`,
      remedy: `Choose one of ${possible.map((field) => field.name).join(', ')}.`,
    },
  ];
}

const describe = (table: SourceTable, entities: readonly string[]): InspectedTable => ({
  table: table.table,
  file: table.file,
  columns: table.columns,
  entities,
});

/** The first rows of each table; a table that cannot be read on is told by the extraction. */
async function readFirstRows(location: string, tables: readonly SourceTable[]): Promise<Map<string, string[][]>> {
  const rows = new Map<string, string[][]>();
  for (const table of tables) {
    for await (const batch of readTable(location, table, { batchRows: mostSampledRows })) {
      rows.set(table.table, sampleRows(batch.rows));
      break;
    }
  }
  return rows;
}

/** What is known of a table before it was read: its columns, and how many of these rows fill them. The order of dates is not judged by so few. */
function firstProfile({ table, file, columns }: SourceTable, rows: readonly (readonly string[])[]): TableProfile {
  const none = { DMY: 0, MDY: 0, YMD: 0 };
  return {
    table,
    file,
    rows: rows.length,
    columns: columns.map((name, index) => ({
      name,
      filled: filledAt(rows, index),
      dates: { seen: 0, readable: none, decisive: none },
    })),
  };
}

function filledAt(rows: readonly (readonly string[])[], index: number): number {
  return rows.filter((cells) => (cells[index] ?? '').trim() !== '').length;
}

/** What is wrong with the request itself, whatever the files hold. */
async function findRequestProblems(
  dependencies: Dependencies,
  { companyId, source, preset, errorLimits = [] }: InspectionInput,
): Promise<SourceProblem[]> {
  const problems: SourceProblem[] = [];
  const names = await presetNames();
  if (preset !== undefined && !names.includes(preset) && !(await isSaved(dependencies, companyId, preset))) {
    problems.push({
      code: 'unknownPreset',
      file: source.location,
      message: `There is no preset '${preset}'.`,
      remedy: `Choose one of ${names.join(', ')}, or one that the company has saved.`,
    });
  }
  const named = errorLimits.flatMap(({ entity }) => (entity ? [[source.location, entity] as const] : []));
  for (const [file, entity] of [...Object.entries(source.entities ?? {}), ...named]) {
    if (findEntity(entity)) continue;
    problems.push({
      code: 'unknownEntity',
      file,
      message: `There is no entity '${entity}'.`,
      remedy: 'Name one of the catalogue, such as patients or residents.',
    });
  }
  if (!(await isInsideRoot(dependencies.sourceRoot, companyId, source.location))) {
    problems.push({
      code: 'outsideRoot',
      file: source.location,
      message: 'It does not lie in the folder of this company.',
      remedy: "Put the export into the company's folder below the source root.",
    });
  }
  return problems;
}

async function isSaved({ database }: Dependencies, companyId: string, name: string): Promise<boolean> {
  return (await database.withCompany(companyId, (tx) => findPreset(tx, name), { isReadOnly: true })) !== undefined;
}

/** Links are followed first, so that none leads out of the company's folder. A location that is not there is told by the reader. */
async function isInsideRoot(root: string | undefined, companyId: string, location: string): Promise<boolean> {
  if (!isAbsolute(location)) return false;
  if (root === undefined) return true;
  const folder = join(resolve(root), companyId) + sep;
  const real = await realpath(location).catch(() => resolve(location));
  return `${real}${sep}`.startsWith(folder);
}
