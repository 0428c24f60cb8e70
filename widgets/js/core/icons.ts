/** Small drawings beside words, drawn by us: a word is never replaced by one. */

const PATHS = {
  saved: "M4 12.5l5 5L20 6.5",
  saving: "M12 4v10m0 0l-4.5-4.5M12 14l4.5-4.5M5 19.5h14",
  tablet: "M7 3h10a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM10.5 18h3",
  warning: "M12 4L2.8 20h18.4zM12 10v4.5M12 17.4v.1",
  back: "M14.5 5l-7 7 7 7",
  next: "M9.5 5l7 7-7 7",
  close: "M6 6l12 12M18 6L6 18",
  pencil: "M4 20l1-4.5L16 4.5a2 2 0 0 1 3 0l.5.5a2 2 0 0 1 0 3L8.5 19zM14 6.5l3.5 3.5",
  send: "M21 3L3 10.5l7 3 3 7zM10 13.5L21 3",
  read: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6z",
  wait: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 7.5V12l3 2.5",
  star: "M12 2.8l2.8 5.8 6.3.8-4.6 4.4 1.1 6.3-5.6-3.1-5.6 3.1 1.1-6.3-4.6-4.4 6.3-.8z",
  leave: "M10 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h4M15 8l4 4-4 4M19 12H9",
  undo: "M8 5L4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-4",
  redo: "M16 5l4 4-4 4M20 9H10a5.5 5.5 0 0 0 0 11h4",
  bullets: "M9.5 6H20M9.5 12H20M9.5 18H20M4.5 6v.1M4.5 12v.1M4.5 18v.1",
  speech: "M4 5h16v11H11l-5 4v-4H4z",
  tool: "M9 20h6M12 3.5a6 6 0 0 1 3.5 10.9V17h-7v-2.6A6 6 0 0 1 12 3.5z",
  calendar: "M5 5.5h14v14H5zM5 10h14M9 3.5v4M15 3.5v4",
  book: "M12 6.5C10 5 7 4.5 3.5 4.5v14C7 18.5 10 19 12 20.5c2-1.5 5-2 8.5-2v-14C17 4.5 14 5 12 6.5zM12 6.5v14",
} as const;

export type IconName = keyof typeof PATHS;

const SVG = "http://www.w3.org/2000/svg";

export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  const strokes = { fill: "none", stroke: "currentColor", "stroke-width": "2.2" };
  const joins = { "stroke-linecap": "round", "stroke-linejoin": "round" };
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" }))
    svg.setAttribute(key, value);
  for (const [key, value] of Object.entries({ d: PATHS[name], ...strokes, ...joins })) path.setAttribute(key, value);
  svg.append(path);
  return svg;
}
