/** Joins a page to the notebook's cell that laid it out. The cell says what to show and gives tickets; nothing a person made goes there. */

/** The page's line to the kernel, kept by the notebook's page. */
interface Kernel {
  readonly isDisposed: boolean;
  dispose(): void;
}

/** What we need of a widget's model. */
export interface Model {
  get(name: string): string;
  widget_manager?: { kernel?: Kernel | null };
  on(event: string, listener: () => void): void;
  off(event: string, listener: () => void): void;
  send(content: { k: "ticket" }): void;
}

export interface CellOptions {
  serviceUrl: string;
  ticket: string | null;
  person: string | null;
  askTicket: () => Promise<string | null>;
  /** The text of a pad or of a desk that stands alone. */
  text: string;
  /** Where the teacher's figures, notebooks and gradebook are; empty when there are none. */
  progressUrl: string;
  notebooksUrl: string;
  gradesUrl: string;
  /** Hangs up the page's line to the kernel, which would try again for ever once the kernel's server sleeps. */
  letKernelGo: () => void;
}

const TICKET_WITHIN = 6_000;

/** Shows something in an element; returns how to take it away. */
export type Mount = (root: HTMLElement, options: CellOptions) => () => void;

/** The widget of a bundle: `screens` are the ways to show it, by the name that the cell gives. */
export function cell(screens: Record<string, Mount>) {
  return {
    render({ model, el }: { model: Model; el: HTMLElement }): () => void {
      const screen = screens[model.get("screen")];
      if (!screen) throw new Error(`unknown screen ${model.get("screen")}`);
      return screen(el, {
        serviceUrl: model.get("service_url"),
        ticket: model.get("ticket") || null,
        person: model.get("person") || null,
        askTicket: () => askTicket(model),
        text: model.get("text"),
        progressUrl: model.get("progress_url") || "",
        notebooksUrl: model.get("notebooks_url") || "",
        gradesUrl: model.get("grades_url") || "",
        letKernelGo: () => letKernelGo(model),
      });
    },
  };
}

/** A new ticket from the kernel; null when it does not answer in time, or has none itself. */
function askTicket(model: Model): Promise<string | null> {
  if (model.widget_manager?.kernel?.isDisposed) return Promise.resolve(null);
  return new Promise((resolve) => {
    const answer = () => {
      clearTimeout(timer);
      model.off("change:ticket", answer);
      resolve(model.get("ticket") || null);
    };
    const timer = setTimeout(() => {
      model.off("change:ticket", answer);
      resolve(null);
    }, TICKET_WITHIN);
    model.on("change:ticket", answer);
    model.send({ k: "ticket" });
  });
}

/** In a page of its own only: in a notebook that is being worked on, other cells need the kernel. */
function letKernelGo(model: Model): void {
  if (document.body.dataset.voila) model.widget_manager?.kernel?.dispose();
}
