/** The page as its pupil has laid it out: what the class will read, or reads, once it is published. */

import type { Published } from "../../core/types";
import type { Desk } from "../desk";
import type { Moment, MomentView, TextView } from "../shapes";

/** Its document; null for a text that is not laid out. Throws as the service. */
export async function laidOutOf({ service, person }: Desk, { id, stage }: TextView): Promise<unknown> {
  if (stage === "published") {
    const all = await service.get<Published[]>(`api/classrooms/${person.classroom}/published`);
    return all.find(({ text }) => text === id)?.document ?? null;
  }
  if (stage !== "layout") return null;
  const [last] = await service.get<Moment[]>(`api/texts/${id}/moments`);
  return last ? (await service.get<MomentView>(`api/texts/${id}/moments/${last.seq}`)).document : null;
}
