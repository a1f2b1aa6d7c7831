import { addressParts, splitPostalAddress } from '../../record/transforms/split-postal-address.ts';
import {
  freeColumns,
  isUnfed,
  type SplitInput,
  type SplitProposal,
  shareOf,
  surely,
  unclearCount,
} from './split-proposal.ts';

/** Share of the values that must split. */
const least = 0.6;

/** An address that stands in one column with its postcode, where nothing else feeds the town and the postcode. */
export function proposeAddressSplit(input: SplitInput): SplitProposal | undefined {
  const isSplit = (value: string) => splitPostalAddress(value) !== null;
  const [column, other] = freeColumns(input, addressParts).filter(
    ({ name, values }) =>
      ['addressLine1', 'city', 'postcode'].every((field) => isUnfed(input, field, name)) &&
      shareOf(values, isSplit) >= least,
  );
  if (!column || other) return undefined;
  const { name, values } = column;
  const share = shareOf(values, isSplit);
  const clear = values.map(splitPostalAddress).filter((parts) => parts !== null);
  const fields = addressParts
    .filter((part) => isUnfed(input, part, name) && clear.some((parts) => parts[part] !== ''))
    .map((part) => ({
      field: part,
      columns: [name],
      transforms: [{ kind: 'split', as: 'postalAddress', part } as const],
      by: 'matcher' as const,
      confidence: Math.round(0.95 * share * 1e4) / 1e4,
      reasons: ['The values hold a whole address that ends with a postcode.'],
    }));
  if (share >= surely) return { fields };
  const message = `'${name}' holds a whole address in one cell; it is split at its commas. ${unclearCount(values, isSplit)}`;
  return { fields, question: { fields: fields.map(({ field }) => field), columns: [name], message } };
}
