import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from '../cli/api-client.ts';
import { renderMigration } from '../cli/render/migration-summary.ts';
import { finalStatuses, type Migration } from '../contract/migration.ts';
import { mintToken } from '../contract/token.ts';
import type { StackAddresses } from '../stack/stack-description.ts';
import type { StackSecrets } from '../stack/stack-secrets.ts';
import { compareWithKey } from './compare-with-key.ts';
import { type DemoCompany, makeDemoCompanies } from './demo-companies.ts';

export interface DemoStack extends StackAddresses {
  readonly stateDirectory: string;
  readonly secrets: StackSecrets;
}

const tokenSeconds = 600;

/**
 * The main job from one end to the other: two invented companies are migrated out of the exports of their old systems, and what
 * became of every record is compared with what the sample says must become of it.
 * @returns whether both migrations were completed and agree with their keys.
 */
export async function runDemo(stack: DemoStack, say: (line: string) => void, signal: AbortSignal): Promise<boolean> {
  say('Inventing an optical practice and a care home, with exports of their old systems …');
  const companies = await makeDemoCompanies(stack.databaseUrl, stack.stateDirectory);
  const results: boolean[] = [];
  for (const company of companies) {
    say(`\n${company.name}: ${company.key.files.length} files from ${company.system} (${company.folder})`);
    const migration = await migrate(stack, company, say, signal);
    say(`\n${renderMigration(migration, stack.temporalUiUrl || null)}`);
    const differences = migration.status === 'completed' ? compareWithKey(migration.ledger, company.key) : [];
    for (const difference of differences) say(`  DIFFERS FROM THE KEY: ${difference}`);
    const isRight = migration.status === 'completed' && differences.length === 0;
    if (isRight) say('Checked: every figure of the ledger is the one that the key of the sample demands.');
    results.push(isRight);
  }
  return results.every(Boolean);
}

/** Migrates the company's export through the API and waits for the end. */
export async function migrate(
  { apiUrl, secrets }: DemoStack,
  { companyId, system, folder }: DemoCompany,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<Migration> {
  const secret = Buffer.from(secrets.apiTokenSecret, 'base64');
  const api = new ApiClient(apiUrl, () => mintToken({ who: 'demo', companyId }, secret, tokenSeconds));
  const source = { system, location: folder };
  const { id } = await api.start({ strategy: 'big-bang', source, autoApprove: true }, companyId);
  let step: string | null = null;
  for (;;) {
    const migration = await api.read(id);
    if (migration.step !== step) say(`  ${migration.step} …`);
    step = migration.step;
    if (finalStatuses.includes(migration.status) || migration.status === 'needsAttention') return migration;
    await sleep(300, undefined, { signal });
  }
}
