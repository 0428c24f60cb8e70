/** The teacher's desk as one page: comes into the class, shows the screen of the address, and keeps what is done until it is stored. */

import { h } from "../core/dom";
import { Away } from "../core/errors";
import { askPassword } from "./classroom/password";
import { classroomScreen } from "./classroom/screen";
import { type Desk, type Refusal, refreshClassroom, type Screen } from "./desk";
import { Header, type Links } from "./header";
import { Kept } from "./kept";
import { momentsScreen } from "./moments/screen";
import { Outbox, type OutboxOptions, type Saving } from "./outbox";
import { pileScreen } from "./pile/screen";
import { projectScreen } from "./project/screen";
import { readingScreen, troubleScreen } from "./reading/screen";
import { hashOf, type Place, placeOf } from "./router";
import { type Door, Service } from "./service";
import type { ClassroomView, Person } from "./shapes";
import { makeVoice, sentenceOf } from "./voice";
import { WORDS } from "./words.fr";

export interface TeacherPageOptions extends Door, Partial<Links> {
  /** The one screen shown, without header nor address, when the desk is a widget in a notebook; all of them when absent. */
  only?: Place;
}

/** Shows the desk in `element`; returns how to take it away. */
export function mountTeacherPage(element: HTMLElement, options: TeacherPageOptions): () => void {
  const page = new Page(element, options);
  void page.open();
  return page.close;
}

const AGAIN = 5000;

class Page {
  private readonly main = h("div", { class: "desk-main" });
  private readonly voice = makeVoice();
  private screen: Screen | null = null;
  private header: Header | null = null;
  private desk: Desk | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private showing = 0;
  private readonly saving = new Set<(state: Saving, left: number) => void>();
  private readonly refusals = new Map<string, Refusal>();

  constructor(
    private readonly element: HTMLElement,
    private readonly options: TeacherPageOptions,
  ) {
    element.classList.add("ecritoire", "desk");
    element.classList.toggle("alone", options.only !== undefined);
    element.setAttribute("lang", "fr");
    element.replaceChildren(this.main, this.voice.element);
  }

  /** Comes in; tries again by itself while the class does not answer. */
  async open(): Promise<void> {
    this.main.replaceChildren(h("p", { class: "card empty", role: "status" }, WORDS.network.opening));
    const service = new Service(this.options);
    try {
      const person = await service.open();
      const classroom = await service.get<ClassroomView>(`api/classrooms/${person.classroom}`);
      this.start(service, person, classroom);
    } catch (error) {
      const words = error instanceof Away ? WORDS.network.awayAtFirst : sentenceOf(error);
      const trouble = troubleScreen(words, () => void this.open());
      this.main.replaceChildren(trouble.element);
      this.timer = setTimeout(() => void this.open(), AGAIN);
    }
  }

  close = (): void => {
    clearTimeout(this.timer);
    globalThis.removeEventListener("hashchange", this.follow);
    this.element.removeEventListener("click", this.followLink);
    removeEventListener("pagehide", this.leave);
    removeEventListener("beforeunload", this.hold);
    this.screen?.close?.();
    this.desk?.outbox.close();
    this.element.replaceChildren();
  };

  private start(service: Service, person: Person, classroom: ClassroomView): void {
    const outbox = new Outbox(this.outboxOptions(service, person));
    const { voice } = this.voice;
    const desk: Desk = {
      service,
      outbox,
      person,
      classroom,
      voice,
      go: this.go,
      onSaving: this.onSaving,
      onRefused: this.onRefused,
    };
    this.desk = desk;
    addEventListener("pagehide", this.leave);
    addEventListener("beforeunload", this.hold);
    outbox.hurry();
    if (this.options.only) this.element.addEventListener("click", this.followLink);
    else {
      const links = { progressUrl: "", notebooksUrl: "", gradesUrl: "", logoutUrl: "/hub/logout", ...this.options };
      this.header = new Header(desk, links);
      this.element.prepend(this.header.element);
      globalThis.addEventListener("hashchange", this.follow);
    }
    void this.show(this.options.only ?? placeOf(location.hash));
    if (person.must_change_password) void askPassword(desk, sessionStorage);
  }

  private outboxOptions(service: Service, person: Person): OutboxOptions {
    return {
      send: (request) => service.ask(request),
      kept: new Kept(person.username),
      onState: (state, left) => {
        for (const listener of this.saving) listener(state, left);
      },
      onRefused: (request, { message }) => {
        const listener = this.refusals.get(request.text);
        if (listener) listener(message, request);
        else this.voice.voice.warn(WORDS.saving.refused(message));
      },
    };
  }

  /** What is being typed at this instant is kept, and the next page may take all that waits. */
  private leave = (): void => {
    this.screen?.save?.();
    this.desk?.outbox.leave();
  };

  /** The browser asks before it closes a page that alone holds something. */
  private hold = (event: BeforeUnloadEvent): void => {
    this.screen?.save?.();
    if (this.desk?.outbox.fragile) event.preventDefault();
  };

  private onSaving: Desk["onSaving"] = (listener) => {
    this.saving.add(listener);
    listener(this.desk?.outbox.state ?? "saved", 0);
    return () => this.saving.delete(listener);
  };

  private onRefused: Desk["onRefused"] = (text, listener) => {
    this.refusals.set(text, listener);
    return () => this.refusals.delete(text);
  };

  private go: Desk["go"] = (place) => {
    const hash = hashOf(place);
    if (this.options.only || location.hash === hash) void this.show(place);
    else location.hash = hash;
  };

  /** A widget in a notebook shares its page's address with others: its links change the screen, and nothing else. */
  private followLink = (event: Event): void => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#/"]') : null;
    if (!link) return;
    event.preventDefault();
    void this.show(placeOf(link.getAttribute("href") ?? ""));
  };

  private follow = (): void => void this.show(placeOf(location.hash));

  /** Shows a screen; one that was asked for later wins. The title takes the focus, so that it is read aloud, or the text to mark. */
  private async show(place: Place): Promise<void> {
    this.showing += 1;
    const turn = this.showing;
    this.main.setAttribute("aria-busy", "true");
    const screen = await this.made(place);
    if (turn !== this.showing) return screen.close?.();
    this.screen?.close?.();
    this.screen = screen;
    this.header?.show(place);
    this.main.replaceChildren(screen.element);
    this.main.removeAttribute("aria-busy");
    if (this.options.only) return;
    document.title = screen.title;
    globalThis.scrollTo?.(0, 0);
    if (screen.focus) screen.focus();
    else screen.element.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  }

  private async made(place: Place): Promise<Screen> {
    const desk = this.desk as Desk;
    try {
      if (place.screen === "text") return await readingScreen(desk, place.text);
      if (place.screen === "moments") return await momentsScreen(desk, place.text);
      await refreshClassroom(desk);
      if (place.screen === "project") return projectScreen(desk, place.id);
      return place.screen === "classroom" ? classroomScreen(desk) : await pileScreen(desk);
    } catch (error) {
      return this.trouble(error, place);
    }
  }

  /** Why a screen is not there; one that the class could not give is asked for again, as long as nothing else is. */
  private trouble(error: unknown, place: Place): Screen {
    const again = () => void this.show(place);
    if (!(error instanceof Away)) return troubleScreen(sentenceOf(error), again);
    const timer = setTimeout(again, AGAIN);
    return { ...troubleScreen(WORDS.network.awayAtFirst, again), close: () => clearTimeout(timer) };
  }
}
