import { ActivityCancellationType, type ActivityOptions, CancellationScope } from '@temporalio/workflow';
import { patches } from '../src/contract/patches.ts';
import { hasPatch } from './has-patch.ts';

/** Calls an activity with these options among its own. */
export type StoppableCall<Result> = (stopping: Pick<ActivityOptions, 'cancellationType'>) => Promise<Result>;

/** A step was stopped before its end: nothing of it stays. */
export class StepStopped extends Error {}

/**
 * Activities that are stopped where people want a pause or an end, whatever time they would still have taken. The worker hears of it with its
 * next heartbeat, so within two seconds or so.
 */
export class StoppableSteps {
  private readonly underWay = new Set<CancellationScope>();

  /** @throws StepStopped where it was stopped; when it throws, nothing is done any more. */
  async run<Result>(call: StoppableCall<Result>): Promise<Result> {
    if (!hasPatch(patches.stopSteps)) return call({});
    const scope = new CancellationScope();
    this.underWay.add(scope);
    try {
      return await scope.run(() => call({ cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED }));
    } catch (error) {
      // Whatever else has become of it meanwhile: it is done anew.
      if (!this.underWay.has(scope)) throw new StepStopped();
      throw error;
    } finally {
      this.underWay.delete(scope);
    }
  }

  stop(): void {
    for (const scope of this.underWay) {
      this.underWay.delete(scope);
      scope.cancel();
    }
  }
}
