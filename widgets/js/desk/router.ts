/** Which screen is shown: the part of the address after `#`, so that « back » works and a screen can be bookmarked. */

export type Place =
  | { screen: "pile" }
  | { screen: "text"; text: string }
  | { screen: "moments"; text: string }
  | { screen: "project"; id: string | null }
  | { screen: "classroom" };

export function placeOf(hash: string): Place {
  const [screen, id, part] = hash.replace(/^#\/?/, "").split("/");
  if (screen === "texte" && id)
    return { screen: part === "historique" ? "moments" : "text", text: decodeURIComponent(id) };
  if (screen === "projet") return { screen: "project", id: id && id !== "nouveau" ? decodeURIComponent(id) : null };
  if (screen === "classe") return { screen: "classroom" };
  return { screen: "pile" };
}

export function hashOf(place: Place): string {
  switch (place.screen) {
    case "text":
      return `#/texte/${encodeURIComponent(place.text)}`;
    case "moments":
      return `#/texte/${encodeURIComponent(place.text)}/historique`;
    case "project":
      return `#/projet/${place.id === null ? "nouveau" : encodeURIComponent(place.id)}`;
    case "classroom":
      return "#/classe";
    case "pile":
      return "#/pile";
  }
}
