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
    return { dom };
  };
}
