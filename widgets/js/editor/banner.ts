/** Says where the text is in its life, when there is something to know before writing, and offers the one thing to do about it. */

import { h } from "../core/dom";
import { type IconName, icon } from "../core/icons";
import type { Verb } from "../core/outbox";
import { words } from "../core/words.fr";
import type { TextFile } from "./text_file";

interface Notice {
  tone: "waiting" | "happy";
  icon: IconName;
  title: string;
  more?: string;
  action?: { label: string; verb: Verb } | { label: string; cancel: string };
}

export function noticeOf(file: TextFile): Notice | null {
  const { pendingSubmit, pendingTakeBack, pendingReturn, view, sync } = file;
  const more = file.outbox.kept ? undefined : words.keepPageOpen;
  if (pendingTakeBack) return { tone: "waiting", icon: "wait", title: words.willTakeBack, more };
  if (pendingSubmit) {
    const cancel = { label: words.cancelSubmit, cancel: pendingSubmit.key };
    return sync.late
      ? { tone: "waiting", icon: "tablet", title: words.willSubmit, more, action: cancel }
      : { tone: "waiting", icon: "send", title: words.submitting };
  }
  if (pendingReturn) {
    const action = sync.late ? { label: words.past.keep, cancel: pendingReturn.key } : undefined;
    return { tone: "waiting", icon: "undo", title: words.past.taking, action };
  }
  const can = (verb: Verb, label: string) => (view?.moves.includes(verb) ? { label, verb } : undefined);
  switch (view?.stage) {
    case "submitted":
      return { ...say("submitted"), tone: "waiting", icon: "saved", action: can("take_back", words.takeBack) };
    case "reading":
      return { ...say("reading"), tone: "waiting", icon: "read" };
    case "accepted":
      return { ...say("accepted"), tone: "happy", icon: "star", action: can("start_layout", words.startLayout) };
    case "layout":
      return { ...say("layout"), tone: "happy", icon: "star" };
    case "published":
      return { ...say("published"), tone: "happy", icon: "book" };
    default:
      return null;
  }
}

const say = (name: keyof typeof words.notice) => ({ title: words.notice[name].title, more: words.notice[name].more });

export function drawNotice(notice: Notice, file: TextFile): HTMLElement {
  const { action } = notice;
  const act = () =>
    action && "verb" in action ? file.sync.ask(action.verb) : action && file.sync.unask(action.cancel);
  return h(
    "section",
    { class: `notice notice-${notice.tone}` },
    icon(notice.icon),
    h("div", {}, h("h2", {}, notice.title), notice.more && h("p", {}, notice.more)),
    action &&
      h(
        "button",
        {
          type: "button",
          class: notice.tone === "happy" ? "button primary" : "button",
          "data-key": "notice",
          onclick: act,
        },
        action.label,
      ),
  );
}
