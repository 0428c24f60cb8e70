/** What every screen of the teacher's desk works with: the class, the way to the service, and the voice that says what happened. */

import { Away } from "../core/errors";
import type { Outbox, Outgoing, Saving } from "./outbox";
import type { Place } from "./router";
import type { Service } from "./service";
import type { ClassroomView, Person, PileRow } from "./shapes";

/** A screen on show. `title` goes to the browser's tab; `close` lets go of timers and listeners. */
export interface Screen {
  element: HTMLElement;
  title: string;
  /** What takes the focus instead of the title. */
  focus?: () => void;
  close?: () => void;
  /** Stores what is being typed, now. */
  save?: () => void;
}

/** Hears what the service refused, and its sentence for the teacher. */
export type Refusal = (message: string, request: Outgoing) => void;

export interface Desk {
  readonly service: Service;
  readonly outbox: Outbox;
  readonly person: Person;
  classroom: ClassroomView;
  go: (place: Place) => void;
  voice: Voice;
  /** Calls back now and whenever the state of what is to be stored changes; returns how to stop. */
  onSaving: (listener: (state: Saving, left: number) => void) => () => void;
  /** Calls back when the service has refused something about this text; returns how to stop. */
  onRefused: (text: string, listener: Refusal) => () => void;
}

export interface Voice {
  /** Says a result: read aloud by screen readers, and gone after a moment. */
  say: (message: string) => void;
  /** Says a problem: it stays until it is closed. */
  warn: (message: string) => void;
}

export const pileOf = async (desk: Desk): Promise<PileRow[]> =>
  (await desk.service.get<{ rows: PileRow[] }>(`api/classrooms/${desk.person.classroom}/pile`)).rows;

export const refreshClassroom = async (desk: Desk): Promise<void> => {
  desk.classroom = await desk.service.get<ClassroomView>(`api/classrooms/${desk.person.classroom}`);
};

/** Whether all that the teacher did is stored. Throws Away when the network is cut; false when something was refused, which is said elsewhere. */
export async function stored({ outbox }: Desk): Promise<boolean> {
  const before = outbox.refusals;
  if (!(await outbox.settled())) throw new Away();
  return outbox.refusals === before;
}
