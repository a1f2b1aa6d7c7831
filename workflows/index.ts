// The one barrel: Temporal takes its workflows from a single module.
export { bigBangMigration } from './big-bang-migration.ts';
export { inspectSource } from './inspect-source.ts';
export { restoreCompany } from './restore-company.ts';
export { rollbackMigration } from './rollback-migration.ts';
