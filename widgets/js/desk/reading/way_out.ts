/** Where a text goes when the teacher has read it: back to its pupil, or accepted; then the next text comes. */

import { newKey } from "../../core/outbox";
import { type Desk, stored } from "../desk";
import { sure } from "../parts";
import type { TextView } from "../shapes";
import { sentenceOf } from "../voice";
import { WORDS } from "../words.fr";
import type { Marking } from "./marking";
import type { Review } from "./review";

export interface WayOutOptions {
  desk: Desk;
  text: TextView;
  marking: Marking;
  review: () => Review;
  /** The text to read after this one. */
  next: string | null;
}

export class WayOut {
  /** One key for each way: when an answer is lost, asking again does nothing twice. */
  private readonly keys = { handBack: newKey(), accept: newKey() };

  constructor(private readonly options: WayOutOptions) {}

  async handBack(): Promise<void> {
    const { text, marking, review } = this.options;
    const { comment } = review();
    const empty = marking.marks.length === 0 && comment === "";
    if (empty && !(await sure(WORDS.reading.handBackSure, WORDS.reading.handBack))) return;
    const body = { key: this.keys.handBack, comment };
    await this.finish(`api/texts/${text.id}/hand-back`, body, WORDS.reading.handedBack(text.pupil.name));
  }

  async accept(): Promise<void> {
    const { text, marking } = this.options;
    const bravos = text.palette.families.filter((family) => family.positive).map(({ code }) => code);
    const errors = marking.marks.some((mark) => !bravos.includes(mark.family));
    if (errors && !(await sure(WORDS.reading.acceptSure, WORDS.reading.accept))) return;
    const body = { move: "accept", key: this.keys.accept };
    await this.finish(`api/texts/${text.id}/moves`, body, WORDS.reading.accepted(text.pupil.name));
  }

  /** Waits until every mark is stored, sends the text on its way, and goes to the next one. */
  private async finish(path: string, body: unknown, said: string): Promise<void> {
    const { desk, next, review } = this.options;
    try {
      review().save();
      if (!(await stored(desk))) return;
      await desk.service.post(path, body);
      desk.voice.say(said);
      desk.go(next ? { screen: "text", text: next } : { screen: "pile" });
    } catch (error) {
      desk.voice.warn(sentenceOf(error));
    }
  }
}
