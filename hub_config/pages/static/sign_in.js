// Coming in: a pupil taps a name and three pictures; a teacher writes a name and a password. Nothing is kept on the tablet.
import { WORDS } from "./words.fr.js";

const page = document.querySelector("main");
const find = (name) => document.querySelector(`[data-part="${name}"]`);
const SVG = "http://www.w3.org/2000/svg";
const LENGTH = 3;
/** A name with more letters in a row than this is written smaller, to stay in one piece. */
const LONG = 8;

let classrooms = [];
let pupil = null;
let chosen = [];
let busy = false;

function make(tag, content = [], set = {}) {
  const made = Object.assign(document.createElement(tag), set);
  made.append(...[content].flat());
  return made;
}

function drawing(code) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("viewBox", "0 0 64 64");
  use.setAttribute("href", `${page.dataset.drawings}#${code}`);
  svg.append(use);
  return svg;
}

/** Shows one screen, and puts the reader of the screen on its title. */
function show(name, focus = true) {
  for (const screen of page.querySelectorAll("[data-screen]")) screen.hidden = screen.dataset.screen !== name;
  if (focus) page.querySelector(`[data-screen="${name}"] h1`)?.focus();
}

/** The tablet's own way back then leads to the names, and not out of the class. */
function leaveNames() {
  history.pushState(null, "");
}

function say(part, sentence, kind = false) {
  find(part).textContent = sentence;
  find(part).classList.toggle("kind", kind);
}

// --- The class page -----------------------------------------------------------------------------------------------------------

async function wake(wait = 1000) {
  const answer = await fetch(page.dataset.classrooms).catch(() => null);
  if (!answer?.ok) return setTimeout(wake, wait, Math.min(wait * 1.5, 5000));
  classrooms = await answer.json();
  if (classrooms.length === 1) showNames(classrooms[0], false);
  else showClassrooms();
}

function showClassrooms() {
  find("title").textContent = WORDS.whichClass;
  const buttons = classrooms.map((room) => {
    const button = make("button", room.name, { type: "button" });
    button.addEventListener("click", () => showNames(room));
    return make("li", button);
  });
  find("names").replaceChildren(make("ul", buttons, { className: "names" }));
  show("names", false);
}

function showNames(room, focus = true) {
  find("title").textContent = WORDS.who;
  find("instruction").textContent = room.pupils.length ? WORDS.touchName : WORDS.nobody;
  find("classroom").textContent = [room.name, room.school].filter(Boolean).join(" · ");
  const levels = [...new Set(room.pupils.map((each) => each.level))].sort();
  find("names").replaceChildren(...levels.flatMap((level) => levelOf(room, level)));
  if (room.teachers.length === 1 && !find("username").value) find("username").value = room.teachers[0].username;
  show("names", focus);
}

function levelOf(room, level) {
  const names = room.pupils.filter((each) => each.level === level).sort((a, b) => a.name.localeCompare(b.name, "fr"));
  const list = make("ul", names.map((each) => make("li", nameButton(each))), { className: "names" });
  return level ? [make("h2", level), list] : [list];
}

function nameButton(each) {
  const known = each.picture in WORDS.pictures;
  const image = each.locked ? drawing("lock") : known ? drawing(each.picture) : make("span", each.name[0], { className: "initial", ariaHidden: "true" });
  const longest = Math.max(...each.name.split(/[\s-]/).map((part) => part.length));
  const button = make("button", [image, each.name], { type: "button" });
  button.classList.toggle("locked", each.locked);
  button.classList.toggle("long", longest > LONG);
  if (each.locked) button.setAttribute("aria-label", WORDS.lockedName(each.name));
  button.dataset.username = each.username;
  button.addEventListener("click", () => {
    leaveNames();
    showPictures(each);
  });
  return button;
}

// --- Three pictures -----------------------------------------------------------------------------------------------------------

function showPictures(each) {
  pupil = each;
  chosen = [];
  find("hello").textContent = WORDS.hello(each.name);
  say("pictures-notice", each.locked ? WORDS.locked : "", true);
  drawSlots();
  setEnabled(!each.locked);
  show("pictures");
}

function drawSlots() {
  const slots = Array.from({ length: LENGTH }, (_, index) => {
    const code = chosen[index];
    const slot = make("span", code ? drawing(code) : `${index + 1}`, { className: code ? "full" : "" });
    slot.setAttribute("role", "img");
    slot.setAttribute("aria-label", code ? WORDS.slotFilled(index + 1, WORDS.pictures[code]) : WORDS.slot(index + 1));
    return slot;
  });
  find("slots").replaceChildren(...slots);
}

function setEnabled(enabled) {
  busy = !enabled;
  for (const button of find("pictures").querySelectorAll("button")) button.setAttribute("aria-disabled", String(!enabled));
}

function choose(code) {
  if (busy) return;
  chosen.push(code);
  if (chosen.length === 1) say("pictures-notice", "");
  drawSlots();
  if (chosen.length === LENGTH) enterAsPupil();
}

async function enterAsPupil() {
  setEnabled(false);
  say("pictures-notice", WORDS.looking);
  const { status, answer } = await send({ door: "pictures", username: pupil.username, pictures: chosen.join(",") });
  if (status === 200) return enter("pictures-notice", answer);
  chosen = [];
  drawSlots();
  pupil.locked = status === 423;
  setEnabled(!pupil.locked);
  say("pictures-notice", refusal(status, answer), true);
}

function refusal(status, answer) {
  if (status === 423) return WORDS.locked;
  if (status !== 403) return WORDS.notReady;
  return typeof answer.tries_left === "number" ? `${WORDS.wrong} ${WORDS.triesLeft(answer.tries_left)}` : WORDS.wrong;
}

// --- Name and password --------------------------------------------------------------------------------------------------------

function knownAs(written) {
  const wanted = written.trim().toLowerCase();
  const teachers = classrooms.flatMap((room) => room.teachers);
  return teachers.find((each) => [each.username, each.name].some((name) => name.toLowerCase() === wanted))?.username ?? wanted;
}

async function enterAsTeacher(event) {
  event.preventDefault();
  const [username, password] = [knownAs(find("username").value), find("password").value];
  if (!username || !password) return say("teacher-notice", WORDS.empty, true);
  find("submit").disabled = true;
  say("teacher-notice", WORDS.looking);
  const { status, answer } = await send({ door: "password", username, password });
  if (status === 200) return enter("teacher-notice", answer);
  find("submit").disabled = false;
  const sentence = { 403: WORDS.wrongPassword, 429: WORDS.slowDown }[status] ?? WORDS.notReady;
  say("teacher-notice", sentence, true);
  find("password").select();
}

// --- Both ---------------------------------------------------------------------------------------------------------------------

async function send(form) {
  try {
    const headers = { Accept: "application/json", "X-XSRFToken": page.dataset.xsrf };
    const response = await fetch(page.dataset.login, { method: "POST", headers, body: new URLSearchParams(form) });
    return { status: response.status, answer: await response.json().catch(() => ({})) };
  } catch {
    return { status: 0, answer: {} };
  }
}

function enter(part, answer) {
  say(part, WORDS.welcome);
  location.assign(answer.next);
}

function start() {
  for (const [code, label] of Object.entries(WORDS.pictures)) {
    const button = make("button", drawing(code), { type: "button", title: label });
    button.setAttribute("aria-label", label);
    button.dataset.picture = code;
    button.addEventListener("click", () => choose(code));
    find("pictures").append(button);
  }
  find("erase").addEventListener("click", () => pupil && showPictures(pupil));
  find("teacher").addEventListener("click", () => {
    leaveNames();
    show("teacher");
  });
  find("form").addEventListener("submit", enterAsTeacher);
  for (const back of page.querySelectorAll("[data-back]")) back.addEventListener("click", () => history.back());
  addEventListener("popstate", () => show("names"));
  // A page that comes back from the browser's memory holds an old key: take a new one.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  wake();
}

start();
