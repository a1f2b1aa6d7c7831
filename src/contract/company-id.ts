import { z } from 'zod';

/** The id of a company: lower-case letters, digits and hyphens, at most 63. It is part of workflow ids and object keys. */
export const companyIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens, at most 63')
  .meta({ description: 'Id of a company (the tenant).', example: 'demo' });
