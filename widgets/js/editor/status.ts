/** Where the text is kept now, in a few words, and what is wrong when something is: said before the pupil types on. */

import { words } from "../core/words.fr";
import type { TextFile } from "./text_file";

/** Milliseconds without a new letter after which a text that the class has is at rest: what is said and noted sooner would only blink. */
export const AT_REST = 700;

export interface Status {
  tone: "saved" | "saving" | "kept" | "alarm";
  words: string;
  trouble: Trouble | null;
}

/** Something is wrong. `stops`: nothing may be typed; `copy`: the words are offered to take away; `reload`: that is what helps. */
export interface Trouble {
  title: string;
  advice: string;
  stops: boolean;
  copy: boolean;
  reload: boolean;
}

type Name = keyof typeof words.trouble;
type Holds = TextFile["journal"]["holds"];
type Named = Name & keyof typeof words.state;

/** What is told rests on answers only: « Enregistré » on the class's, « Gardé sur la tablette » on the tablet's. */
export function statusOf(file: TextFile): Status {
  const { sync, journal, ready } = file;
  const trouble = troubleOf(file);
  if (trouble) return trouble;
  if (!ready) return sync.late ? say("kept", words.state.searching) : say("saving", words.state.opening);
  if (sync.late) return onTablet(journal.holds);
  if (sync.link === "connecting") return say("saving", words.state.opening);
  if (sync.dirty || file.outbox.all.length) return say("saving", words.state.saving);
  return journal.holds === "no" ? { ...wrong("onlyClass"), tone: "saved" } : say("saved", words.state.saved);
}

function troubleOf({ sync, journal, ready, newer }: TextFile): Status | null {
  const lost = journal.holds === "no";
  if (newer !== null || sync.link === "outdated") return wrong("outdated", { stops: true, reload: true, copy: lost });
  if (sync.link === "forbidden") return wrong("forbidden", { stops: true, copy: true });
  if (sync.link === "full") return wrong("full", { stops: true, copy: true });
  if (lost && sync.late && ready) return wrong("nowhere", { stops: true, copy: true });
  if (sync.link === "refused") return refused(ready, journal.holds);
  return sync.trouble === null ? null : { ...onTablet(journal.holds), trouble: telling("classFull") };
}

const refused = (ready: boolean, holds: Holds): Status =>
  ready
    ? { ...onTablet(holds), trouble: telling("refused", { reload: true }) }
    : { ...say("alarm", words.state.searching), trouble: telling("notOpened", { reload: true }) };

/** Only the tablet holds the last words, or is about to. */
const onTablet = (holds: Holds): Status =>
  holds === "yes" ? say("kept", words.state.kept) : say("saving", words.state.saving);

const say = (tone: Status["tone"], text: string): Status => ({ tone, words: text, trouble: null });

const wrong = (name: Named, what: Partial<Trouble> = {}): Status => ({
  tone: "alarm",
  words: words.state[name],
  trouble: telling(name, what),
});

function telling(name: Name, what: Partial<Trouble> = {}): Trouble {
  const { title, advice } = words.trouble[name];
  return { title, advice, stops: false, copy: false, reload: false, ...what };
}
