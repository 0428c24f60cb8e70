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
  plus: "M12 5v14M5 12h14",
  again: "M19 12a7 7 0 1 1-2-4.9M19 4v4h-4",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
  equal: "M5 9.5h14M5 15h14",
  question: "M8.5 9a3.5 3.5 0 1 1 5.2 3c-1.2.7-1.7 1.3-1.7 2.5M12 18.5v.1",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M16 4.5a3.5 3.5 0 0 1 0 6M18 14.5c2 .8 3.2 2.7 3.5 5.5",
  stack: "M12 4l9 5-9 5-9-5 9-5M3 14l9 5 9-5",
  chart: "M5 20V11M12 20V4M19 20v-6M3 20h18",
  notebook: "M6 3h13v18H6zM3.5 7.5H6M3.5 12H6M3.5 16.5H6M10 8h5",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  drop: "M12 3.5s6 6.6 6 10.7a6 6 0 0 1-12 0C6 10.1 12 3.5 12 3.5z",
  letters: "M3 19l5-13 5 13M4.8 14.5h6.4M14 19l3.2-8 3.3 8M15.2 16.2h4.2",
  centre: "M4 6h16M7.5 11h9M4 16h16M8.5 20.5h7",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 2.5-2.5L20 17M15 9.5v.1",
  compare: "M4 5h7v14H4zM13 5h7v14h-7zM6 9h3M6 12h3M15 9h3M15 12h3M15 15h2",
  stretch: "M4 6v12M20 6v12M8 12h8M10 9l-3 3 3 3M14 9l3 3-3 3",
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
