import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../db/database.ts';
import { findCompany, insertCompany } from '../../db/queries/companies.ts';
import type { Domain } from '../record/catalogue.ts';
import type { AnswerKey } from '../sample/answer-key.ts';
import { writeSample } from '../sample/write-sample.ts';

/** A company of the demonstration, with an export of its old system and what must become of each row of it. */
export interface DemoCompany {
  readonly companyId: string;
  readonly name: string;
  readonly system: string;
  readonly folder: string;
  readonly key: AnswerKey;
}

const seed = 20_261_030;
const dirt = 0.03;

/**
 * Makes an optical practice and a care home, new ones at each demonstration, with sample exports of their old systems: invented
 * people, and a share of dirt that is known row by row.
 */
export async function makeDemoCompanies(databaseUrl: string, stateDirectory: string): Promise<readonly DemoCompany[]> {
  const turn = await nextTurn(databaseUrl);
  const prepare = (id: string): string => {
    const folder = join(stateDirectory, 'samples', id);
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
    return folder;
  };
  const practice = `demo-practice-${turn}`;
  const home = `demo-home-${turn}`;
  const [practiceFolder, homeFolder] = [prepare(practice), prepare(home)];
  await register(databaseUrl, practice, 'Lantern Street Opticians', 'optical');
  await register(databaseUrl, home, 'Larkfield House', 'care');
  return [
    {
      companyId: practice,
      name: 'Lantern Street Opticians, an optical practice',
      system: 'optix',
      folder: practiceFolder,
      key: await writeSample('optical', { system: 'optix', patients: 1_500, seed, dirt }, practiceFolder),
    },
    {
      companyId: home,
      name: 'Larkfield House, a care home',
      system: 'person-centred-software',
      folder: homeFolder,
      key: await writeSample('care', { system: 'person-centred-software', residents: 80, seed, dirt }, homeFolder),
    },
  ];
}

/** The number of this demonstration: one more than the last that has companies. */
async function nextTurn(databaseUrl: string): Promise<number> {
  const database = await openDatabase(databaseUrl, { maxConnections: 1 });
  try {
    for (let turn = 1; ; turn += 1) {
      if (!(await database.withCompany(`demo-practice-${turn}`, findCompany, { isReadOnly: true }))) return turn;
    }
  } finally {
    await database.close();
  }
}

async function register(databaseUrl: string, companyId: string, name: string, domain: Domain): Promise<void> {
  const database = await openDatabase(databaseUrl, { maxConnections: 1 });
  try {
    await database.withCompany(companyId, (tx) => insertCompany(tx, { name, domain }));
  } finally {
    await database.close();
  }
}
