import { z } from 'zod';
import { isDateFormat } from '../record/transforms/compile-date-format.ts';
import { isConvertible, knownUnits } from '../record/transforms/convert-unit.ts';
import { lensParts } from '../record/transforms/split-lens-power.ts';
import { nameParts } from '../record/transforms/split-person-name.ts';
import { addressParts } from '../record/transforms/split-postal-address.ts';
import type { Transform } from '../record/transforms/transform.ts';

const split = z.discriminatedUnion('as', [
  z.strictObject({
    kind: z.literal('split'),
    as: z.literal('personName'),
    part: z.enum(nameParts),
    order: z
      .enum(['givenFirst', 'familyFirst'])
      .optional()
      .meta({ description: 'Which name stands first where no comma tells. Default: givenFirst.' }),
    between: z
      .enum(['middleNames', 'unclear'])
      .optional()
      .meta({ description: 'What the words between the first and the last are. Default: unclear.' }),
  }),
  z.strictObject({ kind: z.literal('split'), as: z.literal('postalAddress'), part: z.enum(addressParts) }),
  z.strictObject({ kind: z.literal('split'), as: z.literal('eyePair'), part: z.enum(['right', 'left']) }),
  z.strictObject({ kind: z.literal('split'), as: z.literal('lensPower'), part: z.enum(lensParts) }),
]);

const unit = z.enum(knownUnits as [string, ...string[]]);

/** What may happen to a cell, in a mapping and in a preset: {@link Transform}. A property that it does not name is a mistake. */
export const transformSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('valueMap'),
    map: z.record(z.string(), z.string()),
    unknown: z
      .enum(['keep', 'issue'])
      .optional()
      .meta({ description: 'What becomes of a value that is not in the map. Default: keep.' }),
  }),
  z.strictObject({ kind: z.literal('label'), label: z.string().min(1) }),
  z.strictObject({ kind: z.literal('prefix'), prefix: z.string() }),
  z.strictObject({ kind: z.literal('suffix'), suffix: z.string() }),
  z.strictObject({
    kind: z.literal('part'),
    separator: z.string().min(1),
    index: z.int().nonnegative(),
    of: z.int().positive().optional().meta({ description: 'So many parts a value must have. Default: any number.' }),
  }),
  z.strictObject({ kind: z.literal('default'), value: z.string() }),
  z.strictObject({ kind: z.literal('constant'), value: z.string() }),
  split,
  z.strictObject({
    kind: z.literal('dateFormat'),
    format: z
      .string()
      .refine(isDateFormat, 'must name YYYY, a month (MM, M or MMM) and a day (DD or D) once each, or be excel'),
  }),
  z
    .strictObject({ kind: z.literal('unit'), from: unit, to: unit })
    .refine(({ from, to }) => isConvertible(from, to), 'the two units measure different things'),
  z.strictObject({
    kind: z.literal('notation'),
    as: z.enum(['acuityInMetres', 'dioptresOfHundredths', 'decimalPoint']),
  }),
]) satisfies z.ZodType<Transform>;
