/** What can go wrong between a page and the class service. */

/** The service answered no: `code` for programs, `message` is its French sentence for the person. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Nobody answered: the network or the service is away. Try again later. */
export class Away extends Error {}

/** Nothing that opens the door: no lease, and nobody gives a ticket. */
export class NoCredential extends Error {}

/** Whether this is one of ours, which the page tells in words; anything else is a mistake in the program. */
export const isExpected = (error: unknown): boolean =>
  error instanceof Refused || error instanceof Away || error instanceof NoCredential;
