import { loadPreset } from '../../presets/load-preset.ts';
import { proposeMapping } from '../../src/mapping/propose-mapping.ts';
import { DateEvidenceCounter } from '../../src/record/dates.ts';
import type { Mapping } from '../../src/record/mapping.ts';
import type { TableProfile } from '../../src/record/source-record.ts';
import { careTables, generateCareHome } from '../../src/sample/care-home.ts';
import { generateOpticalPractice, opticalTables } from '../../src/sample/optical-practice.ts';

const optical = ['optix', 'occuco', 'acuity', 'generic'] as const;
const care = ['person-centred-software', 'care-systems-uk'] as const;
/** Fields that are taken for each other; the first of a list of dates is the one that is swapped with each other. */
export const swaps: readonly (readonly [string, string])[] = [
  ['firstName', 'lastName'],
  ['mobilePhone', 'homePhone'],
  ['dateOfBirth', 'admissionDate'],
  ['dateOfBirth', 'lastExaminationDate'],
  ['dateOfBirth', 'recallDate'],
  ['gpName', 'lastName'],
  ['gpName', 'firstName'],
];

export interface Sample {
  readonly name: string;
  readonly mapping: Mapping;
  readonly tables: readonly TableProfile[];
  readonly rows: ReadonlyMap<string, string[][]>;
}

/** The people of an invented practice or home, with the mapping that its preset proposes. */
export async function samplesOf(kind: 'optical' | 'care', seed: number): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const system of kind === 'optical' ? optical : care) {
    const [tables, generated] =
      kind === 'optical'
        ? [
            opticalTables(system as (typeof optical)[number]),
            generateOpticalPractice({ system: system as (typeof optical)[number], patients: 60, seed, dirt: 0.05 }),
          ]
        : [
            careTables(system as (typeof care)[number]),
            generateCareHome({ system: system as (typeof care)[number], residents: 60, seed, dirt: 0.05 }),
          ];
    const rows = new Map<string, string[][]>(tables.map(({ file }) => [file.replace(/\.\w+$/, ''), []]));
    for (const { file, cells } of generated) rows.get(file.replace(/\.\w+$/, ''))?.push([...cells]);
    const profiles = tables.map(({ file, headers }) =>
      profileOf(file, headers, rows.get(file.replace(/\.\w+$/, '')) ?? []),
    );
    const preset = await loadPreset(system);
    const { mapping } = proposeMapping({ sourceSystem: system, tables: profiles, preset, rows, domain: kind });
    samples.push({ name: `${system} ${seed}`, mapping, tables: profiles, rows });
  }
  return samples;
}

function profileOf(file: string, headers: readonly string[], rows: readonly (readonly string[])[]): TableProfile {
  const columns = headers.map((name, index) => {
    const dates = new DateEvidenceCounter();
    const cells = rows.map((row) => row[index] ?? '').filter((cell) => cell !== '');
    for (const cell of cells) dates.add(cell);
    return { name, filled: cells.length, dates: dates.take() };
  });
  return { table: file.replace(/\.\w+$/, ''), file, rows: rows.length, columns };
}
