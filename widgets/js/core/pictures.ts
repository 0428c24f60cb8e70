/** Shows the pictures of a text, which are stored in the class under the name of their content. */

import type { Node } from "prosemirror-model";

export const pictureUrl = (base: string, asset: string) => `${base}api/assets/${encodeURIComponent(asset)}`;

/** A node view for the schema's `picture`. */
export function pictureView(base: string) {
  return (node: Node) => {
    const dom = document.createElement("img");
    dom.dataset.asset = node.attrs.asset;
    dom.alt = node.attrs.alt;
    dom.style.width = `${Number(node.attrs.width)}%`;
    dom.src = pictureUrl(base, node.attrs.asset);
    const measured = new ResizeObserver(() => standOnLines(dom));
    measured.observe(dom);
    return { dom, destroy: () => measured.disconnect() };
  };
}

/** Leaves room below a picture, so that the words after it stand on the lines of the page. */
function standOnLines(picture: HTMLElement): void {
  const line = Number.parseFloat(getComputedStyle(picture).lineHeight);
  const over = picture.offsetHeight % line;
  picture.style.marginBottom = over ? `${line - over}px` : "";
}
