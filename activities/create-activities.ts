import { amendMapping } from './amend-mapping.ts';
import { backUpCompany, copyBackupOffsite, createBackup } from './back-up-company.ts';
import { checkErrorLimits } from './check-error-limits.ts';
import { closeInterval, listParts, recordCutover, recordNoCutover } from './close-interval.ts';
import { decideRecords } from './decide-records.ts';
import type { Dependencies } from './dependencies.ts';
import { extractTable } from './extract-table.ts';
import { clearStaged, finishMigration } from './finish-migration.ts';
import { forgetOldHistory } from './forget-history.ts';
import { inspectSource } from './inspect-source.ts';
import { destroyBackupKeys, findBackups, holdBackup, releaseBackup, rewrapBackupKeys } from './keep-backups.ts';
import { loadSlices } from './load-slices.ts';
import { makePhases, makePilot } from './make-phases.ts';
import { notifyOfEnd } from './notify-of-end.ts';
import { openInterval } from './open-interval.ts';
import { openMigration } from './open-migration.ts';
import { previewAmendment } from './preview-amendment.ts';
import { previewRestore } from './preview-restore.ts';
import { proposeMigrationMapping } from './propose-mapping.ts';
import { readOutcome } from './read-outcome.ts';
import { reconcileInterval } from './reconcile-interval.ts';
import { recordChecklist } from './record-checklist.ts';
import { recordCommands } from './record-commands.ts';
import { recordGate } from './record-gate.ts';
import { recordSteering } from './record-steering.ts';
import { recordApproval, resolveConflicts } from './resolve-conflicts.ts';
import { restoreBackup } from './restore-backup.ts';
import { dropRestored, recordDrill, restoreBeside } from './restore-beside.ts';
import { deleteBackup, dropOldRestored, listBackedUpCompanies, planRetention } from './retain-backups.ts';
import { scheduleMigration } from './schedule-migration.ts';
import { stageSlices } from './stage-slices.ts';
import { planUndo, undoRecords } from './undo-records.ts';
import { chooseBackup, verifyBackup } from './verify-backup.ts';
import { verifyBalance, verifyLedger, verifyRange } from './verify-records.ts';
import { verifyUndone } from './verify-undone.ts';

/** Short steps, which run beside the workflows. */
export function createOrchestrationActivities(dependencies: Dependencies) {
  return {
    inspectSource: inspectSource(dependencies),
    scheduleMigration: scheduleMigration(dependencies),
    openMigration: openMigration(dependencies),
    proposeMigrationMapping: proposeMigrationMapping(dependencies),
    amendMapping: amendMapping(dependencies),
    previewAmendment: previewAmendment(dependencies),
    recordApproval: recordApproval(dependencies),
    recordChecklist: recordChecklist(dependencies),
    recordCommands: recordCommands(dependencies),
    recordGate: recordGate(dependencies),
    recordSteering: recordSteering(dependencies),
    resolveConflicts: resolveConflicts(dependencies),
    finishMigration: finishMigration(dependencies),
    readOutcome: readOutcome(dependencies),
    chooseBackup: chooseBackup(dependencies),
    holdBackup: holdBackup(dependencies),
    releaseBackup: releaseBackup(dependencies),
    findBackups: findBackups(dependencies),
    rewrapBackupKeys: rewrapBackupKeys(dependencies),
    destroyBackupKeys: destroyBackupKeys(dependencies),
    listBackedUpCompanies: listBackedUpCompanies(dependencies),
    recordDrill: recordDrill(dependencies),
    notifyOfEnd: notifyOfEnd(dependencies),
    openInterval: openInterval(dependencies),
    closeInterval: closeInterval(dependencies),
    listParts: listParts(dependencies),
    recordCutover: recordCutover(dependencies),
    recordNoCutover: recordNoCutover(dependencies),
  };
}

/** Heavy steps, which have a task queue and processes of their own. */
export function createDataActivities(dependencies: Dependencies) {
  return {
    backUpCompany: backUpCompany(dependencies),
    extractTable: extractTable(dependencies),
    stageSlices: stageSlices(dependencies),
    decideRecords: decideRecords(dependencies),
    checkErrorLimits: checkErrorLimits(dependencies),
    makePhases: makePhases(dependencies),
    makePilot: makePilot(dependencies),
    loadSlices: loadSlices(dependencies),
    verifyRange: verifyRange(dependencies),
    verifyLedger: verifyLedger(dependencies),
    verifyBalance: verifyBalance(dependencies),
    reconcileInterval: reconcileInterval(dependencies),
    clearStaged: clearStaged(dependencies),
    planUndo: planUndo(dependencies),
    undoRecords: undoRecords(dependencies),
    verifyUndone: verifyUndone(dependencies),
    restoreBackup: restoreBackup(dependencies),
    createBackup: createBackup(dependencies),
    copyBackupOffsite: copyBackupOffsite(dependencies),
    verifyBackup: verifyBackup(dependencies),
    previewRestore: previewRestore(dependencies),
    restoreBeside: restoreBeside(dependencies),
    dropRestored: dropRestored(dependencies),
    planRetention: planRetention(dependencies),
    deleteBackup: deleteBackup(dependencies),
    dropOldRestored: dropOldRestored(dependencies),
    forgetOldHistory: forgetOldHistory(dependencies),
  };
}

export type OrchestrationActivities = ReturnType<typeof createOrchestrationActivities>;
export type DataActivities = ReturnType<typeof createDataActivities>;
