import { getJob } from '../db/queries/jobs.ts';
import { predictLedger } from '../db/queries/ledger.ts';
import { cutPhases, findListed, listPhases, markPhases, savePilot } from '../db/queries/phases.ts';
import { choosePilotPeople } from '../db/queries/pilot-people.ts';
import { requireDecided } from '../db/queries/require-decided.ts';
import type { Ledger } from '../src/contract/migration.ts';
import { pilotSize } from '../src/contract/phases.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';

type PhaseInput = MigrationKey & { readonly entities: readonly string[] };

/** How many people each phase has, the first phase first. */
export interface PhaseSizes {
  readonly people: readonly number[];
}

/** What the pilot will write, before it is loaded. */
export interface PilotForecast extends PhaseSizes {
  readonly ledger: Ledger;
}

/**
 * Cuts the staged records into phases as the request says, once it is decided about all of them. Who is in which phase is kept: a repeat,
 * or records that are staged again, give the same phases.
 * @throws StepFailure `phasesImpossible`; `stagingLost`.
 */
export const makePhases =
  ({ database }: Pick<Dependencies, 'database'>) =>
  (input: PhaseInput): Promise<PhaseSizes> =>
    database.withCompany(input.companyId, async (tx) => {
      await requireDecided(tx, input.migrationId);
      const { request } = await getJob(tx, input.migrationId);
      const cut = request.phases ?? { by: 'size', people: 500 };
      await cutPhases(tx, input, cut);
      await markPhases(tx, input);
      return { people: (await listPhases(tx, input.migrationId)).map(({ people }) => people) };
    });

/**
 * Chooses the people of a pilot and forecasts what it will write: phase 1 is the pilot, phase 2 everybody else. A repeat gives the same people.
 * @throws StepFailure `phasesImpossible` where a person who was named is not in the source; `stagingLost`.
 */
export const makePilot =
  ({ database }: Pick<Dependencies, 'database'>) =>
  (input: PhaseInput): Promise<PilotForecast> =>
    database.withCompany(input.companyId, async (tx) => {
      await requireDecided(tx, input.migrationId);
      const { request } = await getJob(tx, input.migrationId);
      const choice = request.pilot ?? { by: 'sample', people: pilotSize.usual, seed: 1 };
      const chosen =
        choice.by === 'list' ? await findListed(tx, input, choice.people) : await choosePilotPeople(tx, input, choice);
      await savePilot(tx, input, chosen);
      await markPhases(tx, input);
      const phases = await listPhases(tx, input.migrationId);
      const ledger = await predictLedger(tx, input.migrationId, input.entities, 1);
      return { people: phases.map(({ people }) => people), ledger };
    });
