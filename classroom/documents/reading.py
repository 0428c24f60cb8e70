"""What stands in a living document: its frozen form for a deposit, and the ticks and places kept beside the words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pycrdt import Decoder, Doc, Map, XmlElement, XmlFragment, XmlText, merge_updates

from classroom.model import MAX_TEXT

KINDS = ("paragraph", "title", "subtitle", "bullet", "number")
ALIGNS = ("left", "center", "right")
PLAIN_MARKS = ("strong", "em", "underline")
NAMED_MARKS = ("colour", "font", "size")

_ASSET, _MARK_NAME = re.compile("[0-9a-f]{64}"), re.compile("[a-z]{1,20}")
"""Both become a part of an address or of a style in somebody else's page: nothing but what our pages write."""

AT_ONCE = 8
"""Updates that are put together at once. The library's work grows with the square of their number, and beyond twenty it may fail."""

PICTURE = "\ufffc"
LINE_BREAK = "\u2028"
_UNSAFE = {code: "\ufffd" for code in (*range(32), 0x7F, *range(0xD800, 0xE000))}
_CLEAN = str.maketrans(
    {**_UNSAFE, "\t": " ", "\n": " ", "\r": " ", "\u00a0": " ", LINE_BREAK: " ", "\u2029": " ", PICTURE: "\ufffd"}
)
"""One code point for one, so that places stay the same. ProseMirror may store a typed space as U+00A0."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A deposited document: ProseMirror JSON, plain text (`classroom.model`), Yjs bytes, and the state they hold."""

    document: dict[str, Any]
    plain: str
    ydoc: bytes
    state_vector: bytes


def merge(updates: Iterable[bytes]) -> Doc[Any]:
    """The document that these Yjs updates make together, in any order. ValueError when one of them is not an update.

    What lacks something that has not come is left out of it, and nothing in it waits.
    """
    doc: Doc[Any] = Doc(allow_multithreading=True)
    apply_all(doc, updates)
    clean: Doc[Any] = Doc(allow_multithreading=True)
    clean.apply_update(doc.get_update())
    return clean


def apply_all(doc: Doc[Any], updates: Iterable[bytes]) -> None:
    """Add these updates to a document, in any order. ValueError when one of them is not an update."""
    try:
        if all_of_them := list(updates):
            apply(doc, together(all_of_them))
    except RuntimeError as error:
        raise ValueError(str(error)) from error


def together(updates: Sequence[bytes]) -> bytes:
    """One update for all these (one at least), in any order. ValueError when one of them is none.

    Given one after the other in a wrong order, the library forgets some of them, or ends the process; given together it does not.
    """
    left = list(updates)
    while len(left) > 1:
        left = [_merged(left[start : start + AT_ONCE]) for start in range(0, len(left), AT_ONCE)]
    return left[0]


def apply(doc: Doc[Any], update: bytes) -> None:
    """Add an update to a document. ValueError: it is none, the document is as before. RuntimeError: half of it may be in."""
    try:
        doc.apply_update(update)
    except Exception:
        raise
    except BaseException as error:  # a panic of the library in Rust, which is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise RuntimeError(type(error).__name__) from None


def _merged(updates: Sequence[bytes]) -> bytes:
    try:
        return merge_updates(*updates)
    except Exception as error:
        raise ValueError("not updates") from error
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise ValueError(type(error).__name__) from None


def freeze(update: bytes) -> Frozen:
    """What this Yjs document says now."""
    return freeze_doc(merge([update]))


def freeze_doc(doc: Doc[Any]) -> Frozen:
    """What this open document says now; the document itself is left as it is.

    Of one that is far too long to be deposited (`MAX_TEXT`) no more than shows it, however long it is.
    """
    blocks = _blocks(doc)
    document = {"type": "doc", "content": blocks or [_empty_block()]}
    return Frozen(document, _plain(blocks), doc.get_update(), doc.get_state())


def plain_of(doc: Doc[Any]) -> str:
    """The same document's plain text alone."""
    return _plain(_blocks(doc))


def clean(text: str) -> str:
    """The same text, same length, without what no database takes: control characters, lone surrogates."""
    return text.translate(_CLEAN)


def anchors_now(doc: Doc[Any]) -> dict[str, str]:
    """What stands now under each mark, as the pupil's page wrote it down: annotation id → words."""
    return {
        key: clean(value["exact"])
        for key, value in map_of(doc, "anchors").items()
        if isinstance(value, dict) and isinstance(value.get("exact"), str)
    }


def done_marks(doc: Doc[Any]) -> dict[str, bool]:
    """Which marks the pupil says are corrected, in the document: annotation id → ticked."""
    return {key: value.get("state") == "done" for key, value in map_of(doc, "todo").items() if isinstance(value, dict)}


def schema_of(doc: Doc[Any]) -> float:
    """The number of the schema that a document was last written with; 0 for a new one."""
    number = map_of(doc, "meta").get("schema")
    return number if isinstance(number, int | float) else 0


def leaves(node: Any, most: int = MAX_TEXT) -> Iterator[Any]:
    """The typed texts, pictures and line breaks in a block, whatever they are wrapped in (no more than `most` wrappings)."""
    waiting = [iter([node] if isinstance(node, XmlText) else node.children)]
    while waiting and most > 0:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif isinstance(child, XmlText) or (isinstance(child, XmlElement) and child.tag in ("picture", "line_break")):
            yield child
        else:
            most -= 1
            waiting.append(iter(child.children))


def is_empty(plain: str) -> bool:
    """Whether a text has neither a word nor a picture."""
    return not plain.strip()


def contains(have: bytes, wanted: bytes) -> bool:
    """Whether a state vector holds everything that another one holds. ValueError when one is not a state vector."""
    held = clocks(have)
    return all(held.get(client, 0) >= clock for client, clock in clocks(wanted).items())


def clocks(state_vector: bytes) -> dict[int, int]:
    """How far a state vector goes: Yjs client id → number of its changes held. ValueError when it is not a state vector."""
    try:
        decoder = Decoder(state_vector)
        count = decoder.read_var_uint()
        if count > len(state_vector):
            raise ValueError("not a state vector")
        return {decoder.read_var_uint(): decoder.read_var_uint() for _ in range(count)}
    except (IndexError, RuntimeError) as error:
        raise ValueError("not a state vector") from error


def map_of(doc: Doc[Any], name: str) -> dict[str, Any]:
    """What a map of the document holds, without what no page puts there (a text, a map in the map…)."""
    shared = doc.get(name, type=Map)
    found = {}
    for key in shared.keys():  # noqa: SIM118 (a shared map is no dict)
        with suppress(KeyError, ValueError):
            found[key] = shared[key]
    return found


def block_of(node: Any, most: int = MAX_TEXT) -> dict[str, Any]:
    """What a line of the body says, as ProseMirror JSON."""
    attributes = _attributes(node, "kind", "align") if isinstance(node, XmlElement) else {}
    attrs = {
        "kind": attributes["kind"] if attributes.get("kind") in KINDS else "paragraph",
        "align": attributes["align"] if attributes.get("align") in ALIGNS else None,
    }
    return {"type": "block", "attrs": attrs, "content": inline_of(leaves(node, most))}


def _empty_block() -> dict[str, Any]:
    return {"type": "block", "attrs": {"kind": "paragraph", "align": None}, "content": []}


def inline_of(children: Iterable[Any]) -> list[dict[str, Any]]:
    """The pieces of a line. An element we do not know gives the words it holds: nothing that was typed may vanish."""
    pieces: list[dict[str, Any]] = []
    for child in children:
        if isinstance(child, XmlText):
            pieces += [_text(piece, marks) for piece, marks in child.diff()]
        elif child.tag == "line_break":
            pieces.append({"type": "line_break"})
        else:
            pieces.append({"type": "picture", "attrs": _picture(_attributes(child, "asset", "alt", "width"))})
    return pieces


def _text(piece: Any, marks: dict[str, Any] | None) -> dict[str, Any]:
    text = clean(piece) if isinstance(piece, str) else "\ufffd"
    known = _marks(marks or {})
    return {"type": "text", "text": text, "marks": known} if known else {"type": "text", "text": text}


def _marks(attributes: dict[str, Any]) -> list[dict[str, Any]]:
    simple = [{"type": name} for name in PLAIN_MARKS if attributes.get(name) is not None]
    named = [
        {"type": name, "attrs": {"name": value["name"]}}
        for name in NAMED_MARKS
        if isinstance(value := attributes.get(name), dict) and _MARK_NAME.fullmatch(str(value.get("name")))
    ]
    return [*simple, *named]


def _attributes(element: XmlElement, *names: str) -> dict[str, Any]:
    return {name: element.attributes.get(name) for name in names}


def _picture(attributes: dict[str, Any]) -> dict[str, Any]:
    width = attributes.get("width")
    try:
        percent = min(100, max(1, int(width))) if width is not None else 100
    except (TypeError, ValueError, OverflowError):
        percent = 100
    asset, alt = (str(attributes.get(name) or "") for name in ("asset", "alt"))
    return {"asset": asset if _ASSET.fullmatch(asset) else "", "alt": clean(alt), "width": percent}


def _blocks(doc: Doc[Any]) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = []
    left = MAX_TEXT + 1
    for child in doc.get("body", type=XmlFragment).children:
        if left < 0:
            break
        blocks.append(block_of(child, left))
        left -= 1 + len(blocks[-1]["content"])
    return blocks


def _plain(blocks: Iterable[dict[str, Any]]) -> str:
    others = {"picture": PICTURE, "line_break": LINE_BREAK}
    lines = ("".join(others.get(piece["type"]) or piece["text"] for piece in block["content"]) for block in blocks)
    return "\n".join(lines)
