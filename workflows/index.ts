// The one barrel: Temporal takes its workflows from a single module.
export { backupRetention } from './backup-retention.ts';
export {
  destroyBackupKeys,
  findBackups,
  holdBackup,
  previewRestore,
  releaseBackup,
  rewrapBackupKeys,
  verifyBackup,
} from './backup-tasks.ts';
export { bigBangMigration } from './big-bang-migration.ts';
export { createBackup } from './create-backup.ts';
export { inspectSource } from './inspect-source.ts';
export { parallelRunMigration } from './parallel-run-migration.ts';
export { phasedMigration } from './phased-migration.ts';
export { pilotMigration } from './pilot-migration.ts';
export { previewMapping } from './preview-mapping.ts';
export { recoveryDrill } from './recovery-drill.ts';
export { restoreCompany } from './restore-company.ts';
export { rollbackMigration } from './rollback-migration.ts';
export { tellLater } from './tell-the-end.ts';
