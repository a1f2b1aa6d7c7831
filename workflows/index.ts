// The one barrel: Temporal takes its workflows from a single module.
export { bigBangMigration } from './big-bang-migration.ts';
export { inspectSource } from './inspect-source.ts';
export { phasedMigration } from './phased-migration.ts';
export { pilotMigration } from './pilot-migration.ts';
export { restoreCompany } from './restore-company.ts';
export { rollbackMigration } from './rollback-migration.ts';
