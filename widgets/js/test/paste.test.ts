import { type Node, DOMParser as Reader } from "prosemirror-model";
import { expect, test } from "vitest";
import { blockText } from "../core/positions";
import { schema } from "../core/schema";
import { cleanHTML, cleanText } from "../editor/paste";

/** The blocks of a pasted page: "kind: text", bold between stars. */
function pasted(html: string): string[] {
  const page = new DOMParser().parseFromString(cleanHTML(html), "text/html");
  const doc = Reader.fromSchema(schema).parse(page.body);
  const bold = (node: Node) => node.marks.some((mark) => mark.type.name === "strong");
  const text = (block: Node) =>
    block.children.map((node) => (bold(node) ? `*${node.text}*` : (node.text ?? blockText(block)))).join("");
  return doc.children.map((block) => `${block.attrs.kind}: ${text(block)}`);
}

test.each([
  [
    "paragraphs and titles of a page",
    "<h1>Le chat</h1><h4>Suite</h4><p>Il <b>dort</b>.</p>",
    ["title: Le chat", "subtitle: Suite", "paragraph: Il *dort*."],
  ],
  ["lists", "<ul><li>un</li></ul><ol><li>deux</li></ol>", ["bullet: un", "number: deux"]],
  ["a script", "<p>Le chat<script>alert(1)</script></p>", ["paragraph: Le chat"]],
  [
    "a style sheet and a comment of Word",
    "<style>p{color:red}</style><!--[if mso]>x<![endif]--><p class=MsoNormal>Le chat<o:p></o:p></p>",
    ["paragraph: Le chat"],
  ],
  [
    "a list of Word",
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>  </span></span>un</p>",
    ["bullet: un"],
  ],
  [
    "a document of Google",
    '<b style="font-weight:normal"><p><span style="font-weight:700">Le</span> chat</p></b>',
    ["paragraph: *Le* chat"],
  ],
  ["a picture of another site", '<p>Le <img src="x" onerror="alert(1)"> chat</p>', ["paragraph: Le chat"]],
  ["a table", "<table><tr><td>un</td><td>deux</td></tr></table>", ["paragraph: un", "paragraph: deux"]],
  ["a link", '<p>Le <a href="javascript:alert(1)">chat</a></p>', ["paragraph: Le chat"]],
])("%s is reduced to what a text is made of", (_, html, blocks) => {
  expect(pasted(html)).toEqual(blocks);
});

test("control characters and halves of characters are left out; emoji and right-to-left words stay", () => {
  expect(cleanText("a\u0000b\ud83ec\u200b 🦊 שלום\u00a0!")).toBe("abc 🦊 שלום !");
});
