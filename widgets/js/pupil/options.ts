/** What a pupil's page is told by who mounts it. */

import { Credentials } from "../core/credentials";
import type { Socket } from "../core/wire";

export interface PageOptions {
  /** Where the class service is: "/services/classroom/". */
  serviceUrl: string;
  ticket: string | null;
  /** The pupil's username, when the kernel says it: the journal opens before the network answers. */
  person?: string | null;
  askTicket?: () => Promise<string | null>;
  /** Called once the page holds a lease: it asks nothing more of the kernel that laid it out, whose server may sleep. */
  letKernelGo?: () => void;
  signOutUrl?: string;
  openSocket?: (url: string) => Socket;
}

/** The right to speak for the pupil of this page; asks for its lease at once. */
export function credentialsOf({ serviceUrl, ticket, person = null, askTicket, letKernelGo }: PageOptions): Credentials {
  const ask = askTicket ?? (async () => null);
  const credentials = new Credentials({ base: serviceUrl, username: person, ticket, askTicket: ask });
  credentials.lease().then(letKernelGo, () => {});
  return credentials;
}
