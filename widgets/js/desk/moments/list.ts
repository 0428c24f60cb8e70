/** The moments of a text by day, the last one first: when, how many words, and what happened then. */

import { h } from "../../core/dom";
import type { Moment } from "../shapes";
import { clockInWords, dayNear } from "../when";
import { WORDS } from "../words.fr";

/** « hier à 14:05 ». */
export const whenOf = ({ at }: Pick<Moment, "at">): string => WORDS.moments.at(dayNear(at), clockInWords(at));

/** The days of the moments, each with its own, in the order given. */
export function byDay(moments: readonly Moment[]): [string, Moment[]][] {
  const days = new Map<string, Moment[]>();
  for (const moment of moments) {
    const day = dayNear(moment.at);
    days.set(day, [...(days.get(day) ?? []), moment]);
  }
  return [...days];
}

/** How many words more (or less) than at the moment before; 0 for the first one. */
export function longerBy(moments: readonly Moment[], moment: Moment): number {
  const before = moments[moments.indexOf(moment) + 1] ?? moment;
  return moment.words - before.words;
}

export function momentList(
  moments: readonly Moment[],
  chosen: Moment | null,
  onChoose: (moment: Moment) => void,
): HTMLElement {
  const item = (moment: Moment) => {
    const attributes = {
      type: "button",
      class: "moment",
      "aria-current": moment.seq === chosen?.seq && "true",
      "data-key": `moment-${moment.seq}`,
      onclick: () => onChoose(moment),
    };
    return h("li", {}, h("button", attributes, ...told(moments, moment)));
  };
  const days = byDay(moments).map(([day, those]) =>
    h("section", {}, h("h2", {}, day), h("ol", {}, ...those.map(item))),
  );
  return h("div", { class: "moment-list card" }, ...days);
}

function told(moments: readonly Moment[], moment: Moment): HTMLElement[] {
  const { version, brought_back } = moment;
  const longer = longerBy(moments, moment);
  const parts = [
    h("strong", {}, clockInWords(moment.at)),
    h(
      "span",
      { class: "figures" },
      WORDS.pile.words(moment.words),
      longer !== 0 && ` (${WORDS.moments.longer(longer)})`,
    ),
  ];
  const tags = [
    moment === moments[0] && WORDS.moments.now,
    version !== null && WORDS.moments.deposited(WORDS.reading.round(version)),
    brought_back && WORDS.moments.broughtBack(whenOf(brought_back), brought_back.by),
  ];
  return [...parts, ...tags.filter((tag) => typeof tag === "string").map((tag) => h("span", { class: "tag" }, tag))];
}
