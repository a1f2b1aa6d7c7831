import { after, before } from 'node:test';
import { testAuditing } from './suites/auditing.ts';
import { testBackups } from './suites/backups.ts';
import { testCommandStorm } from './suites/command-storm.ts';
import { testDeciding } from './suites/deciding.ts';
import { testExclusion } from './suites/exclusion.ts';
import { testLearning } from './suites/learning.ts';
import { testMapping } from './suites/mapping.ts';
import { testMappingProposals } from './suites/mapping-proposals.ts';
import { testNotifying } from './suites/notifying.ts';
import { testParallelRun } from './suites/parallel-run.ts';
import { type RealApi, startRealApi } from './suites/real-api.ts';
import { testStarting } from './suites/starting.ts';
import { testSteering } from './suites/steering.ts';
import { testStreaming } from './suites/streaming.ts';
import { testTenancy } from './suites/tenancy.ts';
import { testUndoing } from './suites/undoing.ts';

// One stack for all of them: to start it takes longer than they do.
let api: RealApi | undefined;
const getApi = () => {
  if (!api) throw new Error('The stack did not start.');
  return api;
};

before(async () => {
  api = await startRealApi();
});
after(() => api?.stop());

testStarting(getApi);
testMappingProposals(getApi);
testSteering(getApi);
testDeciding(getApi);
testMapping(getApi);
testLearning(getApi);
testBackups(getApi);
testParallelRun(getApi);
testStreaming(getApi);
testTenancy(getApi);
testUndoing(getApi);
testExclusion(getApi);
testNotifying(getApi);
testAuditing(getApi);
testCommandStorm(getApi);
