import type { ColumnResolution, ConflictPolicy } from '../contract/conflict.ts';
import { entityNamed, type Field } from '../record/catalogue.ts';
import type { ColumnQuestion } from './find-column-questions.ts';

const whoSomebodyIs = new Set(['firstName', 'lastName', 'dateOfBirth']);

/** Whether a mistake about the field would give somebody another one's records, or change what is known of their health. */
function isGuarded({ name, type, isKey, isClinical }: Field): boolean {
  return isClinical || isKey || type.kind === 'reference' || type.kind === 'nhsNumber' || whoSomebodyIs.has(name);
}

/** Whether a clinical field is in question. */
export function isClinicalQuestion({ entity, fields }: ColumnQuestion): boolean {
  return entityNamed(entity).fields.some(({ name, isClinical }) => isClinical && fields.includes(name));
}

/**
 * What a standing policy answers, or null where a person is to be asked. For each field in question it must say the same: by kind and field
 * (`lowConfidence:email`), or by kind alone where the field is neither clinical nor says who somebody is.
 * @param kind Of the question.
 */
export function standingAnswer(
  question: ColumnQuestion,
  kind: string,
  policy: ConflictPolicy,
): ColumnResolution | null {
  const { entity, fields, choices } = question;
  const known = entityNamed(entity).fields.filter(({ name }) => fields.includes(name));
  const answers = new Set(
    known.map((field) => policy[`${kind}:${field.name}`] ?? (isGuarded(field) ? undefined : policy[kind])),
  );
  const [answer] = answers;
  // Of a doubt, `useField` would name no field.
  const isNameless = answer === 'useField' && question.code !== 'column.lowConfidence';
  if (answers.size !== 1 || isNameless) return null;
  return choices.find((choice) => choice === answer) ?? null;
}
