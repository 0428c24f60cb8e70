"""The living document: what Python reads is what the page wrote, letter for letter, whatever was typed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from classroom.documents import (
    Block,
    Replace,
    anchors_now,
    build,
    contains,
    done_marks,
    edit,
    freeze,
    freeze_doc,
    is_empty,
    merge,
    place_of,
    relative_anchor,
)

STORY = build([Block("Le chat 😀 été", "title"), "Il était une fois. Le chat mange.", ""], client_id=7)
HERE = Path(__file__).parent
MODULES = HERE.parents[1] / "widgets" / "node_modules"
Ask = Callable[..., Any]

one_line = st.text(st.characters(codec="utf-8"), max_size=30)


@pytest.fixture(scope="session")
def ask_page(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Asks the page's own code (its schema, y-prosemirror, Yjs), built with esbuild and run by Node."""
    if not (MODULES / "y-prosemirror").exists() or shutil.which("node") is None:
        pytest.skip("the page's modules are not installed: run npm ci in widgets/")
    script = tmp_path_factory.mktemp("page") / "page.cjs"
    build_it = [
        MODULES / ".bin" / "esbuild",
        HERE / "documents_page.ts",
        "--bundle",
        "--platform=node",
        f"--outfile={script}",
    ]
    subprocess.run([*map(str, build_it), "--log-level=error"], check=True, env=os.environ | {"NODE_PATH": str(MODULES)})

    def ask(what: str, **arguments: Any) -> Any:
        asked = json.dumps({"ask": what, **arguments})
        return json.loads(
            subprocess.run(["node", script], input=asked, capture_output=True, text=True, check=True).stdout
        )

    return ask


def plain(update: bytes) -> str:
    return freeze(update).plain


def test_lines_are_joined_by_a_line_feed_and_keep_their_kind() -> None:
    frozen = freeze(STORY)
    assert frozen.plain == "Le chat 😀 été\nIl était une fois. Le chat mange.\n"
    assert [block["attrs"]["kind"] for block in frozen.document["content"]] == ["title", "paragraph", "paragraph"]


def test_an_empty_document_is_one_empty_line() -> None:
    frozen = freeze(build([]))
    assert frozen.plain == "" and is_empty(frozen.plain)
    assert len(frozen.document["content"]) == 1
    assert is_empty(plain(build(["", "   "]))) and not is_empty(plain(STORY))


def test_spaces_typed_last_are_ordinary_spaces() -> None:
    assert plain(build(["bonjour\u00a0 toi\u00a0!"])) == "bonjour  toi !"


def test_control_characters_and_line_feeds_inside_a_line_do_not_reach_the_class() -> None:
    assert plain(build(["a\x00b\nc\td\u2028e"])) == "a\ufffdb c d e"


def test_pictures_and_forced_line_breaks_count_as_one_character() -> None:
    doc: Doc[Any] = Doc()
    picture = XmlElement("picture", {"asset": "ab" * 32, "alt": "un chat"})
    block = XmlElement(
        "block", {"kind": "paragraph"}, [XmlText("ici "), picture, XmlElement("line_break"), XmlText("là")]
    )
    doc.get("body", type=XmlFragment).children.append(block)
    frozen = freeze_doc(doc)
    assert frozen.plain == "ici \ufffc\u2028là"
    assert frozen.document["content"][0]["content"][1]["attrs"] == {"asset": "ab" * 32, "alt": "un chat", "width": 100}


def test_words_in_nodes_and_marks_that_we_do_not_know_are_kept() -> None:
    doc: Doc[Any] = Doc()
    body = doc.get("body", type=XmlFragment)
    known = XmlText("avant")
    body.children.append(XmlElement("table", {"kind": 3}, [XmlElement("cell", {}, [XmlText("dans la case")])]))  # type: ignore[dict-item]
    body.children.append(XmlElement("block", {"kind": "comic", "align": "up"}, [known]))
    known.format(0, 2, {"blink": {}, "strong": {}, "colour": {"name": "red"}, "font": "arial"})
    body.children.append(XmlText("sans bloc"))
    frozen = freeze_doc(doc)
    assert frozen.plain == "dans la case\navant\nsans bloc"
    assert frozen.document["content"][1]["content"][0]["marks"] == [
        {"type": "strong"},
        {"type": "colour", "attrs": {"name": "red"}},
    ]


@given(st.lists(one_line, max_size=4), st.data())
def test_any_document_however_damaged_is_frozen_or_refused_as_an_update(lines: list[str], data: st.DataObject) -> None:
    update = bytearray(build(lines, client_id=1))
    for _ in range(data.draw(st.integers(0, 3))):
        update[data.draw(st.integers(0, len(update) - 1))] = data.draw(st.integers(0, 255))
    try:
        doc = merge([bytes(update)])
    except ValueError:
        return
    freeze_doc(doc)
    anchors_now(doc)
    done_marks(doc)


@given(st.lists(one_line, min_size=1, max_size=4))
def test_what_is_typed_keeps_its_length_in_code_points(lines: list[str]) -> None:
    assert len(plain(build(lines))) == len("\n".join(lines))


def test_updates_may_come_in_any_order_and_twice() -> None:
    change = edit(STORY, [Replace("mange", "dort")])
    assert freeze_doc(merge([change, STORY, change])).plain == plain(STORY).replace("mange", "dort")


def test_what_is_not_an_update_is_refused() -> None:
    with pytest.raises(ValueError):
        merge([b"bonjour"])


def test_an_edit_changes_the_place_asked_for_and_no_other() -> None:
    change = edit(STORY, [Replace("chat", "chaton", nth=1)])
    assert freeze_doc(merge([STORY, change])).plain == "Le chat 😀 été\nIl était une fois. Le chaton mange.\n"
    with pytest.raises(ValueError, match="not in the text"):
        edit(STORY, [Replace("chat", "chien", nth=2)])


def test_an_edit_writes_down_the_places_and_ticks_of_marks() -> None:
    change = edit(
        STORY, [], anchors={"m1": {"start": "a", "end": "b", "exact": "chaton"}}, done={"m1": "2026-11-23T08:00:00Z"}
    )
    doc = merge([STORY, change])
    assert anchors_now(doc) == {"m1": "chaton"} and done_marks(doc) == {"m1": True}


def test_a_state_holds_another_when_it_has_all_its_letters() -> None:
    before = merge([STORY])
    after = merge([STORY, edit(STORY, [Replace("mange", "dort")])])
    assert contains(after.get_state(), before.get_state())
    assert not contains(before.get_state(), after.get_state())
    assert contains(before.get_state(), b"\x00")


@pytest.mark.parametrize("weird", [b"", b"\xff", b"\x05\x01", b"\xff\xff\xff\xff\x7f"])
def test_what_is_not_a_state_is_refused(weird: bytes) -> None:
    with pytest.raises(ValueError):
        contains(b"\x00", weird)


@pytest.mark.parametrize("words", ["chat", "😀", "été", "Il", "mange.", "L"])
def test_an_anchor_finds_its_words_again(words: str) -> None:
    doc = merge([STORY])
    start = freeze(STORY).plain.rindex(words)
    relative = relative_anchor(doc, start, start + len(words))
    assert relative is not None and place_of(doc, relative) == (start, start + len(words))


def test_an_anchor_follows_its_words_when_others_change() -> None:
    start = plain(STORY).index("mange")
    relative = relative_anchor(merge([STORY]), start, start + 5)
    doc = merge([STORY, edit(STORY, [Replace("chat 😀", "tout petit chat"), Replace("était", "y avait")])])
    assert relative is not None
    place = place_of(doc, relative)
    assert place is not None and freeze_doc(doc).plain[slice(*place)] == "mange"


def test_an_anchor_whose_words_are_deleted_stands_where_they_were() -> None:
    start = plain(STORY).index("fois")
    relative = relative_anchor(merge([STORY]), start, start + 4)
    doc = merge([STORY, edit(STORY, [Replace("fois", "")])])
    assert relative is not None and place_of(doc, relative) == (start, start)


@given(st.binary(max_size=12))
def test_an_anchor_that_means_nothing_is_nowhere_and_harms_nothing(weird: bytes) -> None:
    doc = merge([STORY])
    place = place_of(doc, (b64encode(weird).decode(), "!"))
    assert place is None and plain(doc.get_update()) == plain(STORY)


def test_no_anchor_is_made_where_no_letter_stands() -> None:
    doc = merge([STORY])
    assert relative_anchor(doc, 13, 14) is None  # the line feed
    assert relative_anchor(doc, 4, 4) is None and relative_anchor(doc, 900, 901) is None


WRITTEN = {
    "type": "doc",
    "content": [
        {
            "type": "block",
            "attrs": {"kind": "title", "align": "center"},
            "content": [{"type": "text", "text": "Été 😀"}],
        },
        {
            "type": "block",
            "attrs": {"kind": "bullet", "align": None},
            "content": [
                {"type": "text", "text": "un "},
                {
                    "type": "text",
                    "text": "chat",
                    "marks": [{"type": "strong"}, {"type": "colour", "attrs": {"name": "red"}}],
                },
                {"type": "line_break"},
                {"type": "picture", "attrs": {"asset": "ab" * 32, "alt": "lui", "width": 50}},
                {"type": "text", "text": " שלום", "marks": [{"type": "underline"}]},
            ],
        },
        {"type": "block", "attrs": {"kind": "paragraph", "align": None}},
    ],
}


def test_python_reads_what_the_page_writes(ask_page: Ask) -> None:
    answer = ask_page("write", document=WRITTEN)
    frozen = freeze(b64decode(answer["update"]))
    expected = [block | {"content": block.get("content", [])} for block in WRITTEN["content"]]  # type: ignore[union-attr, attr-defined]
    assert frozen.document == {"type": "doc", "content": expected}
    assert frozen.plain == "Été 😀\nun chat\u2028\ufffc שלום\n"
    assert contains(frozen.state_vector, b64decode(answer["vector"]))


def test_the_page_reads_what_python_writes(ask_page: Ask) -> None:
    document = ask_page("read", update=b64encode(STORY).decode())
    lines = ["".join(piece["text"] for piece in block.get("content", [])) for block in document["content"]]
    assert "\n".join(lines) == plain(STORY)
    assert document["content"][0]["attrs"]["kind"] == "title"


@pytest.mark.parametrize("words", ["chat 😀", "😀", "été", "mange."])
def test_the_page_and_python_name_the_same_places(ask_page: Ask, words: str) -> None:
    start = plain(STORY).index(words)
    ends = {"start": start, "end": start + len(words)}
    doc, update = merge([STORY]), b64encode(STORY).decode()
    assert ask_page("find", update=update, relative=relative_anchor(doc, **ends)) == ends
    assert place_of(doc, tuple(ask_page("place", update=update, **ends))) == tuple(ends.values())
