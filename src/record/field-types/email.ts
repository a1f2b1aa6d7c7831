import { reading, unreadable, type ValueReader } from '../reading.ts';

/** One address without blanks, quotes or brackets, with a dot in the domain. The standard allows more; records never use it. */
const address = /^[^\s@<>()",;:\\[\]]+@[^\s@<>()",;:\\[\]]+\.[^\s@<>()",;:\\[\].]+$/;

/** Reads an e-mail address and keeps its case, since only the receiver knows whether it matters. `email.invalid`: it is none. */
export const readEmail: ValueReader = (text) => {
  return text.length <= 254 && address.test(text) ? reading(text) : unreadable('email.invalid');
};
