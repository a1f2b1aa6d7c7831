import { noVotes, shareOfVotes } from './ballots.ts';
import { none } from './knowledge.ts';
import type { Candidate } from './read-candidates.ts';

/** Names of {@link runnerUpFeatures}, in order. */
export const runnerUpFeatureNames = [
  'nextIsNone',
  'runnerUp',
  'runnerUpFed',
  'runnerUpIsRequired',
  'runnerUpIsDate',
  'runnerUpIsReference',
  'runnerUpListed',
  'runnerUpLearned',
  'runnerUpLetters',
  'runnerUpFit',
  'runnerUpOdds',
  'runnerUpHeadOdds',
  'runnerUpVotes',
  'requiredUnfed',
] as const;

/** What speaks for the likeliest field besides the given answer: whether it is still wanted, and whether name and values fit it. */
export function runnerUpFeatures({ reading, assigned }: Candidate, column: number, given: string): number[] {
  const { entity, evidence } = reading;
  const ranked = assigned[column] ?? [];
  const next = ranked.find(({ field }) => field !== given);
  const runnerUp = ranked.find(({ field }) => field !== given && field !== none);
  const fedBy = (name: string) =>
    Math.max(0, ...assigned.map(([best], index) => (index !== column && best?.field === name ? best.probability : 0)));
  const unfed = entity.fields.filter(
    ({ name, isRequired }) => isRequired && fedBy(name) < 0.5 && name !== given,
  ).length;
  const field = entity.fields.find(({ name }) => name === runnerUp?.field);
  const answer = evidence.answers[column]?.find((other) => other.field === field?.name);
  if (!runnerUp || !field || !answer) return [Number(next?.field === none), ...Array(12).fill(-1), unfed];
  const kind = field.type.kind;
  return [
    Number(next?.field === none),
    runnerUp.probability,
    fedBy(field.name),
    Number(field.isRequired),
    Number(kind === 'date' || kind === 'datetime'),
    Number(field.isKey || kind === 'reference'),
    answer.listed.words,
    answer.learned.words,
    Math.max(answer.listedLetters, answer.learnedLetters),
    answer.fit ?? -1,
    evidence.wordOdds[column]?.get(field.name) ?? 0,
    evidence.headOdds[column]?.get(field.name) ?? 0,
    shareOfVotes(evidence.votes[column]?.own ?? noVotes, field.name),
    unfed,
  ];
}
