/** Times in words, as one says them in a classroom. */

import { WORDS } from "./words.fr";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const clock = new Intl.DateTimeFormat("fr-FR", { hour: "numeric", minute: "2-digit" });
const day = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "long" });
const weekday = new Intl.DateTimeFormat("fr-FR", { weekday: "long", day: "numeric", month: "long" });

/** « à l'instant », « il y a 5 min », « il y a 2 h », « hier à 14:05 », « le 12 novembre ». */
export function since(iso: string, now = new Date()): string {
  const then = new Date(iso);
  const passed = now.getTime() - then.getTime();
  if (passed < MINUTE) return WORDS.when.now;
  if (passed < HOUR) return WORDS.when.minutes(Math.floor(passed / MINUTE));
  if (then.toDateString() === now.toDateString()) return WORDS.when.hours(Math.floor(passed / HOUR));
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (then.toDateString() === yesterday.toDateString()) return WORDS.when.yesterday(clock.format(then));
  return WORDS.when.day(day.format(then));
}

/** « 14:05 ». */
export const clockInWords = (iso: string): string => clock.format(new Date(iso));

/** « aujourd'hui », « hier », « lundi 9 novembre ». */
export function dayNear(iso: string, now = new Date()): string {
  const then = new Date(iso).toDateString();
  if (then === now.toDateString()) return WORDS.when.today;
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  return then === yesterday.toDateString() ? WORDS.when.yesterdayAlone : dayInWords(iso);
}

/** « mardi 12 novembre ». */
export const dayInWords = (iso: string): string => weekday.format(new Date(iso));
