/** Reading a text: opens it, and puts together the page, the colour code, the margin and the word for the pupil. */

import { h } from "../../core/dom";
import { newKey } from "../../core/outbox";
import { type Desk, pileOf, type Screen } from "../desk";
import { button } from "../parts";
import { grouped, nextToRead } from "../pile/grouping";
import { rescuesOf } from "../rescues";
import type { PileRow, TextView, VersionView } from "../shapes";
import { sentenceOf } from "../voice";
import { since } from "../when";
import { WORDS } from "../words.fr";
import { momentsLink } from "./head";
import { laidOutOf } from "./laid_out";
import { Reading } from "./reading";

/** Opens a deposited text for reading, or shows the last version of one that is elsewhere in its life. */
export async function readingScreen(desk: Desk, id: string): Promise<Screen> {
  const { text, problem } = await opened(desk, id);
  const title = WORDS.reading.of(text.pupil.name);
  if (text.version === 0) return { element: nothingYet(text, problem), title };
  const version = await desk.service.get<VersionView>(`api/texts/${id}/versions/${text.version}`);
  const laidOut = await laidOutOf(desk, text);
  const pile = await pileOf(desk).catch((): PileRow[] => []);
  if (problem) desk.voice.warn(problem);
  const reading = new Reading({
    desk,
    text,
    version,
    next: nextToRead(pile, id)?.text ?? null,
    around: around(pile, id),
    laidOut,
  });
  return { element: reading.element, title, focus: reading.focus, close: reading.close, save: reading.save };
}

/** The text, opened when it was deposited. A refusal (the pupil has just taken it back) comes with the text as it is. */
async function opened({ service }: Desk, id: string): Promise<{ text: TextView; problem: string | null }> {
  const text = await service.get<TextView>(`api/texts/${id}`);
  if (text.stage !== "submitted") return { text, problem: null };
  try {
    return {
      text: await service.post<TextView>(`api/texts/${id}/moves`, { move: "open", key: newKey() }),
      problem: null,
    };
  } catch (error) {
    return { text: await service.get<TextView>(`api/texts/${id}`), problem: sentenceOf(error) };
  }
}

function nothingYet(text: TextView, problem: string | null): HTMLElement {
  const back = h("a", { class: "button", href: "#/pile" }, WORDS.reading.back);
  const title = h("h1", { tabindex: "-1" }, WORDS.reading.of(text.pupil.name));
  const said = problem ?? WORDS.reading.notSubmitted;
  const ways = h("div", { class: "answers" }, back, momentsLink(text.id));
  return h(
    "div",
    { class: "card empty" },
    title,
    h("p", {}, said),
    h("p", {}, since(text.since)),
    rescuesOf(text),
    ways,
  );
}

/** The texts before and after this one in the pile, among those that wait for the teacher. */
function around(pile: readonly PileRow[], id: string): { previous: string | null; next: string | null } {
  const { to_read, ready } = grouped(pile);
  const order = [...to_read, ...ready];
  const at = order.findIndex((row) => row.text === id);
  return { previous: order[at - 1]?.text ?? null, next: order[at + 1]?.text ?? null };
}

/** A screen that only says why nothing can be shown, with a way to try again. */
export function troubleScreen(message: string, retry: () => void): Screen {
  const again = button(WORDS.network.retry, { icon: "again", kind: "primary", onclick: retry });
  const back = h("a", { class: "button", href: "#/pile" }, WORDS.reading.back);
  const actions = h("div", { class: "answers" }, again, back);
  return { element: h("div", { class: "card empty" }, h("h1", { tabindex: "-1" }, message), actions), title: message };
}
