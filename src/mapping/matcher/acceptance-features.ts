import type { Ablation } from './ablation.ts';
import { featureNames, otherEye, TableContext } from './answer-features.ts';
import type { RankedAnswers } from './assign-fields.ts';
import { entityFeatureNames } from './entity-features.ts';
import { none } from './knowledge.ts';
import type { Candidate } from './read-candidates.ts';
import { runnerUpFeatureNames, runnerUpFeatures } from './runner-up-features.ts';
import type { Answer } from './table-evidence.ts';

/** What of the table's name and columns speaks for its entity, by `entityFeatureNames`. */
const entityEvidence = ['nounWords', 'nounWordsLead', 'isTail', 'isTailLead', 'wordOddsLead', 'pointsToPerson'];
const entityPlaces = entityEvidence.map((name) => entityFeatureNames.indexOf(name));

/** Names of the features of a given answer, in order: what speaks for and against its being right. */
export const acceptanceFeatureNames: readonly string[] = [
  'certainty',
  'certaintyAlone',
  'next',
  'margin',
  'noneProbability',
  'entityCertainty',
  'entityMargin',
  'certaintyOfAll',
  'agreeing',
  'agreeingOnNone',
  'rivalCertainty',
  'rivals',
  'before',
  'after',
  'twin',
  'tableMean',
  'tableClear',
  'tableFed',
  'listedAgrees',
  'learnedAgrees',
  'valuesAgree',
  'lettersAgree',
  'fitRank',
  'firstEntityCertainty',
  ...entityEvidence,
  ...runnerUpFeatureNames,
  ...featureNames,
];

const probabilityOf = (ranked: RankedAnswers | undefined, field: string) =>
  ranked?.find((answer) => answer.field === field)?.probability ?? 0;

const logit = (p: number) => {
  const safe = Math.min(Math.max(p, 1e-4), 1 - 1e-4);
  return Math.log(safe / (1 - safe));
};

/** The features of the answers that the likeliest candidate, the first, gives to the columns of a table. */
export function acceptanceFeatures(candidates: readonly Candidate[], ablation: Ablation = {}): number[][] {
  const [candidate] = candidates;
  if (!candidate) return [];
  const whole = candidates.reduce((sum, other) => sum + other.probability, 0);
  const likely = candidates.map((other) => other.probability / whole);
  const { reading, alone, assigned } = candidate;
  const { evidence } = reading;
  const context = new TableContext(evidence, ablation);
  const best = assigned.map((ranked) => ranked[0] ?? { field: none, probability: 0 });
  const count = Math.max(best.length, 1);
  const mean = best.reduce((sum, { probability }) => sum + probability, 0) / count;
  const clear = best.filter(({ probability }) => probability > 0.95).length / count;
  const fed = best.filter(({ field }) => field !== none).length / count;
  const entity = candidate.probability;
  const nearest = candidates[1]?.probability ?? 0;
  const ofEntity = [logit(candidate.firstProbability), ...entityPlaces.map((place) => reading.features[place] ?? 0)];
  const agreeing = (column: number, field: string) =>
    candidates.reduce(
      (sum, other, index) => sum + (other.assigned[column]?.[0]?.field === field ? (likely[index] ?? 0) : 0),
      0,
    );
  return best.map(({ field, probability }, column) => {
    const ranked = assigned[column] ?? [];
    const answers = evidence.answers[column] ?? [];
    const answer = answers.find((other) => other.field === field);
    if (!answer) throw new Error('Every column has an answer.');
    const fieldsOnly = answers.filter((other) => other.field !== none);
    const leads = (of: (one: Answer) => number) => {
      const own = of(answer);
      const most = Math.max(0, ...fieldsOnly.filter((other) => other.field !== field).map(of));
      return own > most ? 1 : own === most ? 0 : -1;
    };
    const ofAll = candidates.reduce(
      (sum, other, index) => sum + (likely[index] ?? 0) * probabilityOf(other.assigned[column], field),
      0,
    );
    const rivals = best.filter((other, index) => index !== column && field !== none && other.field === field);
    return [
      logit(probability),
      logit(probabilityOf(alone[column], field)),
      ranked[1]?.probability ?? 0,
      probability - (ranked[1]?.probability ?? 0),
      probabilityOf(ranked, none),
      logit(entity),
      entity - nearest,
      logit(ofAll),
      agreeing(column, field),
      agreeing(column, none),
      Math.max(0, ...rivals.map((rival) => rival.probability)),
      rivals.length,
      best[column - 1]?.probability ?? 1,
      best[column + 1]?.probability ?? 1,
      twinOf(candidate, column, field),
      mean,
      clear,
      fed,
      leads(({ listed }) => listed.words),
      leads(({ learned }) => learned.words),
      leads(({ fit }) => fit ?? 0),
      leads(({ listedLetters, learnedLetters }) => Math.max(listedLetters, learnedLetters)),
      fieldsOnly.filter((other) => (other.fit ?? 0) > (answer.fit ?? 0)).length,
      ...ofEntity,
      ...runnerUpFeatures(candidate, column, field),
      ...context.featuresOf(column, answer),
    ].map((feature) => Math.round(feature * 1e4) / 1e4);
  });
}

/** For a field of one eye: how sure the other eye's answer is; -1 where no column feeds it, -2 for other fields. */
function twinOf({ assigned }: Candidate, column: number, field: string): number {
  const other = otherEye(field);
  if (other === field) return -2;
  return Math.max(
    -1,
    ...assigned.flatMap((ranked, index) =>
      index !== column && ranked[0]?.field === other ? [ranked[0].probability] : [],
    ),
  );
}
