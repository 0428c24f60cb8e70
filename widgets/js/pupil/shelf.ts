/** The texts of the class: what comrades have published, asked from the class and never kept on the tablet. */

import type { Api } from "../core/api";
import { isExpected } from "../core/errors";
import type { Published } from "../core/types";

/** A published text does not change, and a new one may wait a little. */
const FRESH = 120_000;

export class Shelf {
  private texts: Published[] = [];
  private asked = 0;

  constructor(private readonly api: Api) {}

  /** What the class may read, without this pupil's own texts (his cards show them), as last heard. */
  others(username: string): Published[] {
    return this.texts.filter((one) => one.pupil.username !== username);
  }

  /** Asks the class, unless it has answered a moment ago; what it told last stands while it does not answer. */
  async look(classroom: string): Promise<void> {
    if (Date.now() - this.asked < FRESH) return;
    const path = `api/classrooms/${encodeURIComponent(classroom)}/published`;
    try {
      this.texts = await this.api.get<Published[]>(path);
      this.asked = Date.now();
    } catch (error) {
      if (!isExpected(error)) throw error;
    }
  }

  /** Whether the class has told what there is to read. */
  get known(): boolean {
    return this.asked > 0;
  }

  find(text: string): Published | undefined {
    return this.texts.find((one) => one.text === text);
  }
}
