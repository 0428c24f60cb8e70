/** What waits to be stored, kept in the browser: a closed tab, a reload or an empty battery loses none of it. */

import { newKey } from "../core/outbox";
import type { Outgoing } from "./outbox";

/** What one open page keeps. `beat` is when it last said that it is there, in milliseconds; 0 when it was closed. */
interface Page {
  beat: number;
  since: number;
  requests: Outgoing[];
}

/** A page that said nothing for so long is gone: browsers let a hidden one speak once a minute. */
const GONE_AFTER = 150_000;

/** Each page keeps its own list, so that two of them never write over one another; what pages that are gone left is taken over. */
export class Kept {
  /** Whether the browser keeps what it is given. */
  works = true;
  private readonly since = Date.now();
  private readonly place: string;

  /** `whose` names the person. The storages are asked for late: a browser may refuse even that. */
  constructor(
    private readonly whose: string,
    private readonly storage: () => Storage = () => localStorage,
    private readonly tab: () => Storage = () => sessionStorage,
  ) {
    this.place = `${this.prefix}${newKey()}`;
  }

  /** What the tab's page before this one left, and other pages that are gone, the oldest first: from now on it is this page's. */
  adopt(requests: readonly Outgoing[] = []): Outgoing[] {
    const left = this.left();
    const all = [...left.flatMap(([, page]) => page.requests), ...requests];
    if (left.length > 0) this.keep(all);
    if (this.works) for (const [place] of left) this.storage().removeItem(place);
    return all;
  }

  /** Keeps these, and says that the page is there. */
  keep(requests: readonly Outgoing[]): void {
    this.write(requests, Date.now());
  }

  /** The page goes: the next one may take what it leaves at once. */
  leave(requests: readonly Outgoing[]): void {
    this.write(requests, 0);
  }

  private get prefix(): string {
    return `ecritoire.desk.outbox.${this.whose}.`;
  }

  private left(): [string, Page][] {
    try {
      const [storage, before] = [this.storage(), this.tab().getItem(this.prefix)];
      const places = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "");
      const pages = places
        .filter((place) => place.startsWith(this.prefix) && place !== this.place)
        .map((place): [string, Page] => [place, JSON.parse(storage.getItem(place) ?? "") as Page]);
      return pages
        .filter(([place, page]) => place === before || isGone(page))
        .sort(([, a], [, b]) => a.since - b.since);
    } catch {
      return [];
    }
  }

  private write(requests: readonly Outgoing[], beat: number): void {
    try {
      const page: Page = { beat, since: this.since, requests: [...requests] };
      if (requests.length === 0) this.storage().removeItem(this.place);
      else this.storage().setItem(this.place, JSON.stringify(page));
      this.tab().setItem(this.prefix, this.place);
      this.works = true;
    } catch {
      this.works = false;
    }
  }
}

const isGone = ({ beat }: Page): boolean => Math.abs(Date.now() - beat) > GONE_AFTER;
