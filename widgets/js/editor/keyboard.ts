/** Tells the style sheet how much of the page a tablet's keyboard covers, so that the card of a mark stays above it. */

/** Keeps `--keyboard` of an element right; returns how to stop. */
export function followKeyboard(element: HTMLElement): () => void {
  const { visualViewport: seen } = window;
  if (!seen) return () => {};
  const measure = () => {
    const covered = Math.max(0, innerHeight - seen.height - seen.offsetTop);
    element.style.setProperty("--keyboard", `${Math.round(covered)}px`);
  };
  seen.addEventListener("resize", measure);
  seen.addEventListener("scroll", measure);
  return () => {
    seen.removeEventListener("resize", measure);
    seen.removeEventListener("scroll", measure);
  };
}
