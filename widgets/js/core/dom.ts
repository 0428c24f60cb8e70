/** Makes pieces of a page. Everything that a person wrote goes in as text, never as HTML. */

export type Child = Node | string | null | undefined | false;
type Listener = (event: never) => void;
export type Attributes = Record<string, string | number | boolean | null | undefined | Listener>;

/**
 * An element with attributes and children: `h("button", { class: "primary", onclick: save }, "Enregistrer")`.
 * `on…` are listeners; true writes an empty attribute; false, null and undefined write nothing; strings are text.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) set(element, name, value);
  element.append(...children.filter((c): c is Node | string => c !== null && c !== undefined && c !== false));
  return element;
}

function set(element: Element, name: string, value: Attributes[string]): void {
  if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
  else if (value === true) element.setAttribute(name, "");
  else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
}

/** A button that does not take the focus from the text, so that the tablet's keyboard stays. */
export function keepKeyboard<T extends HTMLElement>(button: T): T {
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  return button;
}

/**
 * Runs `draw` at most once in `wait` milliseconds, never sooner than `soonest` after it was called, and always once after the last call.
 * `cancel` forgets the call that waits.
 */
export function throttled(draw: () => void, wait = 200, soonest = 0): (() => void) & { cancel: () => void } {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let last = -wait;
  const run = () => {
    timer = null;
    last = performance.now();
    draw();
  };
  const call = () => {
    timer ??= setTimeout(run, Math.max(soonest, last + wait - performance.now()));
  };
  return Object.assign(call, {
    cancel: () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  });
}

/** Draws a part of the page again without taking the focus from the button (named by `data-key`) that was just used. */
export function keepingFocus(root: HTMLElement, draw: () => void): void {
  const key = root.contains(document.activeElement) && (document.activeElement as HTMLElement).dataset.key;
  draw();
  if (key) root.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}
