import { z } from 'zod';

/** Who is to be told of an end, as it stands in a request. */
export const notifyOnCompletionSchema = z
  .array(z.email().max(254))
  .max(10)
  .default([])
  .meta({ description: 'Addresses that get an e-mail when it is over: ids and counts, no data of a person.' });
