/** « Ramener le texte à ce moment » as a request that the desk keeps until the class has done it, and that can be given up before. */

import { newKey } from "../../core/outbox";
import type { Outgoing } from "../outbox";

const PATH = /^api\/texts\/[^/]+\/moments\/(\d+)\/bring-back$/;

export function bringBackRequest(text: string, seq: number): Outgoing {
  const path = `api/texts/${text}/moments/${seq}/bring-back`;
  return { method: "POST", path, body: { key: newKey() }, text };
}

/** The moment that a request brings back; null when it asks for something else. */
export function momentOf({ path }: Pick<Outgoing, "path">): number | null {
  const seq = PATH.exec(path)?.[1];
  return seq === undefined ? null : Number(seq);
}

/** The moment that will be brought back once the class answers; null when none waits. */
export function waitingMoment(pending: readonly Outgoing[]): number | null {
  return (
    pending
      .map(momentOf)
      .filter((seq) => seq !== null)
      .at(-1) ?? null
  );
}
