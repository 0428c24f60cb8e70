/** The bundle of the teacher's desk: the whole page, or one screen of it as a widget. */

import "../core/tokens.css";
import "../core/text.css";
import "../core/marks.css";
import "./desk.css";
import "./reading.css";

export { mountTeacherPage } from "./page";
