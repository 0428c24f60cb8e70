/** Everything that a pupil reads, in one place. Another language is another file like this one. */

import type { Stage } from "./types";

const many = (n: number, one: string, more: string) => `${n} ${n > 1 ? more : one}`;

export const words = {
  greeting: (name: string) => (name ? `Bonjour ${name} !` : "Bonjour !"),
  myNotebook: "Mon cahier",
  backToNotebook: "Mon cahier",
  leave: "Quitter",
  opening: "J'ouvre ton cahier…",
  openingText: "J'ouvre ton texte…",
  nothingYet: "Il n'y a pas encore de texte à écrire. Ta maitresse ou ton maitre va en donner un.",
  notebookAway: "La tablette ne trouve pas la classe. Tu peux quand même continuer tes textes : ils sont gardés ici.",
  notebookAwayEmpty: "La tablette ne trouve pas la classe. Elle cherche encore…",
  othersWait: (names: readonly string[]) =>
    names.length > 1
      ? `Dis-le à ${names.join(" et à ")} : leurs derniers mots sont gardés sur cette tablette. Ils partiront quand leur cahier sera ouvert ici.`
      : `Dis-le à ${names[0]} : ses derniers mots sont gardés sur cette tablette. Ils partiront quand son cahier sera ouvert ici.`,
  leaveTitle: "La classe n'a pas encore tout ton texte.",
  leaveAdvice:
    "Tes derniers mots sont gardés sur cette tablette. Si tu quittes maintenant, reviens sur celle-ci pour les envoyer.",
  leaveYes: "Je quitte quand même",
  leaveNo: "J'attends",
  doorClosed: "La tablette ne sait plus qui tu es. Recharge la page. Tes textes sont gardés.",
  reload: "Recharger la page",
  classTexts: "Les textes de la classe",
  by: (name: string) => `par ${name}`,
  readLabel: (title: string, name: string) => `${title}, par ${name}`,
  openingReading: "J'ouvre le texte…",
  readGone: "Ce texte n'est plus publié.",
  readAway: "La tablette ne trouve pas la classe : ce texte s'ouvrira plus tard.",

  stage: {
    writing: "À écrire",
    submitted: "Déposé",
    reading: "En relecture",
    handed_back: "À corriger",
    revising: "À corriger",
    accepted: "Accepté",
    layout: "Mise en page",
    published: "Publié",
  } satisfies Record<Stage, string>,
  next: {
    write: "Écrire mon texte",
    goOn: "Continuer mon texte",
    waiting: "Voir mon texte",
    correct: (left: number) => (left ? `Corriger mon texte : ${left} à revoir` : "Relire et déposer mon texte"),
    layout: "Continuer la mise en page",
  },
  explain: {
    kept: "Tes derniers mots sont gardés sur la tablette.",
    writing: (count: number) => (count ? `Tu as écrit ${many(count, "mot", "mots")}.` : "Tu n'as pas encore commencé."),
    submitted: "Ton texte attend d'être relu.",
    reading: "On relit ton texte en ce moment.",
    handed_back: "Ton texte est revenu : à toi de le corriger.",
    revising: "Tu as commencé à corriger.",
    accepted: "Ton texte est accepté, bravo !",
    layout: "Ton texte est accepté, bravo !",
    published: "La classe peut lire ton texte.",
  },
  progress: (done: number, total: number) => `${done} sur ${many(total, "endroit revu", "endroits revus")}`,
  due: {
    today: "Pour aujourd'hui",
    tomorrow: "Pour demain",
    on: (day: string) => `Pour ${day}`,
    past: (day: string) => `C'était pour ${day}`,
  },

  prompt: "La consigne",
  promptPicture: "Image de la consigne",
  myText: "Mon texte",
  textLabel: (title: string) => `Mon texte : ${title}`,
  placeholder: "Écris ton texte ici.",
  toolbar: "Mise en forme",
  bold: "Gras",
  heading: "Titre",
  list: "Liste",
  layoutBar: "Embellir",
  underline: "Souligné",
  centre: "Au milieu",
  looks: {
    chooseWords: "Touche d'abord un mot, ou choisis-en plusieurs.",
    colour: {
      name: "Couleur",
      names: {
        none: "noir",
        red: "rouge",
        orange: "orange",
        green: "vert",
        blue: "bleu",
        violet: "violet",
        grey: "gris",
      },
    },
    size: { name: "Taille", names: { none: "normal", small: "petit", large: "grand", huge: "très grand" } },
    font: { name: "Écriture", names: { none: "script", atkinson: "imprimée", cursive: "attachée" } },
  },
  picture: {
    add: "Image",
    needsClass: "La tablette ne trouve pas la classe. Tu pourras ajouter une image quand elle l'aura retrouvée.",
    title: "Ton image",
    chosen: "L'image choisie",
    what: "Que voit-on sur cette image ?",
    put: "Mettre dans mon texte",
    no: "Pas celle-là",
    sending: "J'envoie ton image…",
    away: "La tablette ne trouve pas la classe : ton image n'est pas partie. Essaie encore dans un moment.",
    failed: "Cette image ne peut pas être envoyée. Essaies-en une autre.",
    notOne: "Ce n'est pas une image.",
    tooLarge: "Cette image est trop lourde. Choisis-en une autre.",
    widths: { small: "Petite", medium: "Moyenne", large: "Grande" },
    remove: "Enlever l'image",
  },
  undo: "Annuler",
  redo: "Rétablir",

  state: {
    searching: "La tablette cherche la classe pour ouvrir ton texte…",
    opening: "J'ouvre ton texte…",
    saved: "Enregistré",
    saving: "Enregistrement…",
    kept: "Gardé sur la tablette",
    outdated: "Page trop ancienne",
    forbidden: "Ce texte ne s'ouvre plus",
    full: "Texte trop gros",
    onlyClass: "Enregistré dans la classe",
    nowhere: "Pas gardé",
  },
  trouble: {
    outdated: {
      title: "Cette page est trop ancienne pour ton texte.",
      advice: "Recharge la page pour continuer. Ton texte n'a rien perdu.",
    },
    forbidden: {
      title: "La classe ne te donne plus ce texte.",
      advice: "Ce que tu as écrit est là. Appelle ta maitresse ou ton maitre.",
    },
    full: {
      title: "Ton texte est devenu trop gros : la classe ne peut plus le prendre.",
      advice: "Tes derniers mots ne partent plus. Copie-les, et appelle ta maitresse ou ton maitre.",
    },
    onlyClass: {
      title: "Cette tablette ne peut pas garder ton texte.",
      advice: "Il est enregistré dans la classe. Si la classe n'est plus là, cette page te le dira.",
    },
    nowhere: {
      title: "N'écris plus pour le moment : tes derniers mots ne sont gardés nulle part.",
      advice: "Ne ferme pas cette page. Dès que la tablette retrouve la classe, tu pourras continuer.",
    },
    refused: {
      title: "La classe ne sait plus qui tu es.",
      advice: "Tu peux continuer : ton texte est gardé sur la tablette. Pour l'envoyer, recharge la page.",
    },
    notOpened: {
      title: "La classe ne sait plus qui tu es.",
      advice: "Recharge la page pour ouvrir ton texte.",
    },
    classFull: {
      title: "La classe ne peut rien enregistrer pour le moment.",
      advice: "Tu peux continuer : ton texte est gardé sur la tablette, et il partira tout seul.",
    },
  },
  copyText: "Copier mon texte",
  copyNow: "Copier",
  copyDone: "C'est copié : tu peux le coller ailleurs.",
  copyByHand: "Ton texte est choisi : garde le doigt dessus, puis touche « Copier ».",
  tooLong: "Ton texte est très long : il ne peut pas grandir encore. Demande de l'aide pour le couper en deux.",

  submit: "Déposer mon texte",
  submitAgain: "Déposer à nouveau",
  confirmTitle: "Tu déposes ton texte ?",
  confirmText: "Il sera relu. Tu pourras le reprendre tant que la relecture n'a pas commencé.",
  confirmLeft: (left: number) => `Il reste ${many(left, "endroit", "endroits")} à revoir. Tu peux déposer quand même.`,
  confirmYes: "Je dépose",
  confirmNo: "Je relis encore",
  emptyText: "Ton texte est vide : écris d'abord quelque chose.",
  takeBack: "Reprendre mon texte",
  keepPageOpen: "Laisse cette page ouverte jusque-là.",
  willSubmit: "Ton texte sera déposé dès que la tablette retrouve la classe.",
  willTakeBack: "Tu retrouveras ton texte dès que la tablette retrouve la classe.",
  cancelSubmit: "Finalement, je continue à écrire",
  submitting: "Je dépose ton texte…",
  startLayout: "Embellir mon texte",
  notice: {
    submitted: { title: "Ton texte est déposé.", more: "Il attend d'être relu. Tu peux encore le reprendre." },
    reading: { title: "On relit ton texte en ce moment.", more: "Tu le retrouveras ici quand il sera rendu." },
    accepted: { title: "Ton texte est accepté !", more: "Bravo pour ton travail." },
    layout: {
      title: "Ton texte est accepté !",
      more: "Tu peux embellir sa présentation. Ensuite, il pourra être publié pour la classe.",
    },
    published: { title: "Ton texte est publié !", more: "Toute la classe peut le lire." },
  },

  teacherSays: "Le mot de la relecture",
  toReview: "À revoir",
  leftToReview: (left: number) => (left ? `Encore ${many(left, "endroit", "endroits")} à revoir` : "Tout est revu !"),
  allReviewed: "Tu as tout revu. Tu peux déposer à nouveau ton texte.",
  /** When he may no longer correct: nothing is asked of him. */
  marked: "Les marques de la relecture",
  familyMarked: (n: number) => many(n, "endroit", "endroits"),
  familyLeft: (left: number) => (left ? `${left} à revoir` : "tout est revu"),
  bravos: (n: number) => many(n, "bravo", "bravos"),
  otherPlace: "À regarder",
  otherPlaceHint: "Quelque chose est à revoir ici. À toi de trouver quoi !",
  findOnLine: "C'est sur cette ligne. À toi de trouver où !",
  onThisLine: (what: string) => `Sur cette ligne, à revoir : ${what}`,
  lineDone: "Cette ligne est revue",
  askHint: "Un indice",
  emptyPlace: "(mots enlevés)",
  quote: (text: string) => `« ${text} »`,
  before: (text: string) => `Avant : « ${text} »`,
  tool: "Pour t'aider",
  comment: "Pour toi",
  fixed: "C'est corrigé",
  previous: "Endroit précédent",
  next_: "Endroit suivant",
  closeCard: "Fermer",
  markState: { done: "revu", todo: "à revoir" },
  found: {
    title: "On a retrouvé ces mots à toi",
    more: "Tu les avais écrits, et ils ne sont plus dans ton texte.",
    putBack: "Remettre à la fin de mon texte",
    leave: "Je n'en ai plus besoin",
  },
  today: "aujourd'hui",
  yesterday: "hier",
  dayAtTime: (day: string, hours: number, minutes: number) =>
    `${day} à\u00a0${hours}\u00a0h\u00a0${String(minutes).padStart(2, "0")}`,
  wordCount: (n: number) => many(n, "mot", "mots"),
  past: {
    open: "Retrouver mon texte d'un autre moment",
    title: "Mon texte d'un autre moment",
    opening: "Je cherche tes textes d'avant…",
    choose: "Choisis un moment pour revoir ton texte.",
    nothing: "Ton texte vient de commencer : il n'y a encore rien à revoir.",
    away: "La tablette ne trouve pas la classe : réessaie dans un moment.",
    as: (when: string) => `Ton texte, ${when}`,
    deposited: (n: number) => `${n === 1 ? "1er" : `${n}e`} jet déposé`,
    taken: (when: string) => `texte repris (${when})`,
    take: "Reprendre ce texte",
    taking: "Je reprends ton texte d'avant…",
    keep: "Finalement, je garde mon texte",
    sureTitle: "Tu reprends ce texte ?",
    sureText:
      "Il prendra la place de celui d'aujourd'hui. Ton texte d'aujourd'hui reste gardé : tu pourras le reprendre.",
    sureYes: "Je le reprends",
    sureNo: "Je garde mon texte",
    needsClass: "Il faut la classe pour reprendre un texte : réessaie dans un moment.",
  },
  versions: "Mes textes d'avant",
  version: (n: number, when: string) => `Texte n° ${n}, ${when}`,
  versionAway: "La tablette ne trouve pas la classe : ce texte s'ouvrira plus tard.",
  closeVersion: "Revenir à mon texte",
} as const;

/** "lundi 23 novembre" in the reader's own calendar. */
export function dayName(date: Date): string {
  return date.toLocaleDateString("fr-FR", { weekday: "long", day: "numeric", month: "long" });
}

/** A due date in words: "Pour demain", "Pour lundi 30 novembre". */
export function dueInWords(due: string, now = new Date()): string {
  const date = new Date(due);
  const days = Math.round((midnight(date) - midnight(now)) / 86_400_000);
  if (days === 0) return words.due.today;
  if (days === 1) return words.due.tomorrow;
  return days < 0 ? words.due.past(dayName(date)) : words.due.on(dayName(date));
}

/** When something happened, in a pupil's words: "hier à 10 h 20". */
export function momentName(date: Date, now = new Date()): string {
  const days = Math.round((midnight(now) - midnight(date)) / 86_400_000);
  const day = days === 0 ? words.today : days === 1 ? words.yesterday : dayName(date);
  return words.dayAtTime(day, date.getHours(), date.getMinutes());
}

const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
