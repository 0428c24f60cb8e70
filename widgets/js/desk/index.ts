/** The bundle of the teacher's desk: the whole page, or one screen of it as a widget. */

import "../core/tokens.css";
import "../core/text.css";
import "../core/marks.css";
import "./desk.css";
import "./header.css";
import "./pile/pile.css";
import "./project/project.css";
import "./classroom/classroom.css";
import "./reading/bench.css";
import "./reading/page.css";
import "./reading/side.css";
import "./reading/support.css";
import "./moments/moments.css";

import { cell } from "../core/cell";
import { mountTeacherPage } from "./page";

export { mountTeacherPage };

export default cell({
  desk: mountTeacherPage,
  pile: (root, options) => mountTeacherPage(root, { ...options, only: { screen: "pile" } }),
  text: (root, options) => mountTeacherPage(root, { ...options, only: { screen: "text", text: options.text } }),
});
