/** The bundle of the teacher's desk: the whole page, or one screen of it as a widget. */

import "../core/tokens.css";
import "../core/text.css";
import "../core/marks.css";
import "./desk.css";
import "./reading.css";
import "./moments.css";

import { cell } from "../core/cell";
import { mountTeacherPage } from "./page";

export { mountTeacherPage };

export default cell({
  desk: mountTeacherPage,
  pile: (root, options) => mountTeacherPage(root, { ...options, only: { screen: "pile" } }),
  text: (root, options) => mountTeacherPage(root, { ...options, only: { screen: "text", text: options.text } }),
});
