/** The picture of a writing project: chosen on the teacher's machine, sent at once, shown as the pupils will see it. */

import { h } from "../../core/dom";
import type { Desk } from "../desk";
import { button } from "../parts";
import { sentenceOf } from "../voice";
import { WORDS } from "../words.fr";

const LARGEST = 8_000_000;

export class PictureField {
  readonly element = h("div", { class: "field picture-field" });
  private readonly file = h("input", { type: "file", accept: "image/*", class: "visually-hidden", tabindex: "-1" });
  private readonly said = h("p", { class: "problem", role: "status" });
  private readonly place = h("div", { class: "picture-place" });

  /** `value` is the picture's SHA-256 at the service, null when there is none. */
  constructor(
    private readonly desk: Desk,
    public value: string | null,
    private readonly onChange: () => void = () => {},
  ) {
    this.file.setAttribute("aria-label", WORDS.project.choosePicture);
    this.file.addEventListener("change", () => void this.send());
    this.element.append(h("span", {}, WORDS.project.picture), this.place, this.file, this.said);
    this.draw();
  }

  private draw(): void {
    const choose = button(this.value ? WORDS.project.changePicture : WORDS.project.choosePicture, {
      icon: "picture",
      onclick: () => this.file.click(),
    });
    const remove = button(WORDS.project.removePicture, { icon: "trash", kind: "quiet", onclick: () => this.set(null) });
    const preview = this.value && h("img", { src: this.desk.service.asset(this.value), alt: WORDS.project.pictureAlt });
    this.place.replaceChildren(...[preview, choose, this.value && remove].filter((part) => part instanceof Node));
  }

  private set(value: string | null): void {
    this.value = value;
    this.draw();
    this.onChange();
  }

  private async send(): Promise<void> {
    const file = this.file.files?.[0];
    this.file.value = "";
    if (!file) return;
    this.said.textContent = problemOf(file) ?? WORDS.project.sending;
    if (problemOf(file)) return;
    try {
      const { sha256 } = await this.desk.service.post<{ sha256: string }>("api/assets", file);
      this.said.textContent = "";
      this.set(sha256);
    } catch (error) {
      this.said.textContent = sentenceOf(error);
    }
  }
}

function problemOf(file: File): string | null {
  if (!file.type.startsWith("image/")) return WORDS.project.notPicture;
  return file.size > LARGEST ? WORDS.project.tooBig : null;
}
