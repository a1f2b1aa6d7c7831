import type { MigrationRequest } from '../../src/contract/migration.ts';
import { writeExport } from './workflow-export.ts';
import { TestMigration } from './workflow-migration.ts';
import type { WorkflowStack } from './workflow-stack.ts';

/** Writes an Optix export for a new company, and starts its migration. */
export async function startExport(
  stack: WorkflowStack,
  companyId: string,
  tables: Parameters<typeof writeExport>[1],
  wishes: Partial<MigrationRequest> = {},
): Promise<{ readonly migration: TestMigration; readonly location: string }> {
  const location = writeExport(stack.exportFolder(companyId), tables);
  const migration = await TestMigration.start(stack, await stack.addCompany(companyId), location, wishes);
  return { migration, location };
}
