"""What came after a point of the file, and whether that may be.

In: an opened PDF and a revision of it. Out: nothing changed, only what the two signatures of a
paper need (Nghị định 30/2020/NĐ-CP, Điều 14-17: sign, write số and ngày, sign for the agency), or
what was done beyond that. The comparing is pyHanko's; where it is stricter than what offices'
programs do and harmless, it is loosened here, each time with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader, RawPdfPath
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffResult,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    GenericFieldModificationRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.commons import compare_key_refs
from pyhanko.sign.diff_analysis.constants import (
    ACROFORM_EXEMPT_STRICT_COMPARISON,
    ROOT_EXEMPT_STRICT_COMPARISON,
)
from pyhanko.sign.diff_analysis.form_rules_api import FormUpdate
from pyhanko.sign.diff_analysis.rules_api import (
    Context,
    QualifiedWhitelistRule,
    ReferenceUpdate,
)
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm

from vanban.places import TEXTS
from vanban.signing.hostile import UNREADABLE, entry

# Nodes of a tree that we walk; one that has more leads back into itself.
_MOST = 50_000


@dataclass(frozen=True)
class Changes:
    """What came after. beyond: what was done that may not be, in words; "" when nothing."""

    any: bool = False
    filled: tuple[str, ...] = ()
    beyond: str = ""


def changes_after(
    reader: PdfFileReader,
    revision: int,
    *,
    lock: FieldMDPSpec | None = None,
    permission: MDPPerm | None = None,
    final: bool = False,
) -> Changes:
    """What every revision after `revision` (from 0) did.

    lock, permission: what the signature of that revision itself forbids. final: also số and ngày
    may not change any more (the agency has signed).
    """
    policy = _policy()
    try:
        result = policy.review_file(reader, revision, field_mdp_spec=lock, doc_mdp=permission)
        if not isinstance(result, DiffResult):
            return Changes(True, beyond=_done(reader, revision, policy, lock, permission))
    except UNREADABLE:
        return Changes(True, beyond="thay cấu trúc của tệp")
    level = result.modification_level
    if permission is not None and level.value > permission.value:
        return Changes(True, beyond="sửa tệp dù chữ ký không cho phép sửa thêm")
    texts = _filled(reader.get_historical_resolver(revision).root, reader.root)
    strange = [name for name in texts if final or name not in TEXTS]
    if strange:
        return Changes(True, texts, f"thay giá trị ô “{', '.join(strange)}”")
    return Changes(reader.xrefs.total_revisions > revision + 1, texts)


def _filled(old: generic.DictionaryObject, new: generic.DictionaryObject) -> tuple[str, ...]:
    """The fields whose value or look differs; one may be changed without the other."""
    was, now = _looks(old), _looks(new)
    return tuple(sorted(name for name in now if now[name] != was.get(name)))


def _looks(root: generic.DictionaryObject) -> dict[str, object]:
    return {
        name: [_flat(entry(field, key)) for key in ("/V", "/AP", "/AS", "/F", "/Ff")]
        for name, kind, field in _all_fields(root)
        if kind != "/Sig"
    }


def _flat(thing: object, depth: int = 6) -> object:
    """A value with what it points to, down to where fonts begin to be the same anyway."""
    if isinstance(thing, generic.IndirectObject):
        thing = thing.get_object()
    if isinstance(thing, generic.DictionaryObject) and depth:
        inside = {key: _flat(thing[key], depth - 1) for key in thing if key != "/Parent"}
        return (inside, getattr(thing, "data", b""))
    if isinstance(thing, generic.ArrayObject) and depth:
        return [_flat(each, depth - 1) for each in thing]
    return str(thing)


# -- the rules -------------------------------------------------------------------------------------


def _policy() -> StandardDiffPolicy:
    maintenance = ModificationLevel.LTA_UPDATES
    return StandardDiffPolicy(
        global_rules=[
            # A first signature that certifies the file names itself in /Perms.
            CatalogModificationRule(ROOT_EXEMPT_STRICT_COMPARISON | {"/Perms"}),
            _Certifying(),
            DocInfoRule().as_qualified(maintenance),
            XrefStreamRule().as_qualified(maintenance),
            ObjectStreamRule().as_qualified(maintenance),
            DSSCompareRule().as_qualified(maintenance),
            MetadataUpdateRule().as_qualified(maintenance),
        ],
        form_rule=_Form(
            [
                # Offices' programs make a visible field of their own for each signature, also where
                # an earlier one certified the file; Acrobat allows that too.
                SigFieldCreationRule(allow_new_visible_after_certify=True),
                SigFieldModificationRule(),
                GenericFieldModificationRule(),
            ],
            # /SigFlags only says that there are signatures.
            ACROFORM_EXEMPT_STRICT_COMPARISON | {"/SigFlags"},
        ),
    )


class _Certifying(QualifiedWhitelistRule):
    """Allows /Perms to name the signature that certifies the file, and nothing else."""

    def apply_qualified(
        self, old: HistoricalResolver, new: HistoricalResolver
    ) -> Iterable[tuple[ModificationLevel, ReferenceUpdate]]:
        before, after = entry(old.root, "/Perms", {}), entry(new.root, "/Perms", {})
        if before == after:
            return
        if before or set(after) != {"/DocMDP"}:
            raise SuspiciousModification("/Perms changed")
        for ref in compare_key_refs("/Perms", old, old.root, new.root):
            context = Context.from_absolute(old, RawPdfPath("/Root", "/Perms"))
            yield ModificationLevel.LTA_UPDATES, ReferenceUpdate(ref, context_checked=context)


class _Form(FormUpdatingRule):
    """The library's rule, also where the first signature brings the form along."""

    def apply(
        self, old: HistoricalResolver, new: HistoricalResolver
    ) -> Iterator[tuple[ModificationLevel, FormUpdate]]:
        if "/AcroForm" not in new.root and "/AcroForm" not in old.root:
            return
        if "/AcroForm" in old.root:
            yield from super().apply(old, new)
            return
        # The library compares two forms; the one that is missing is an empty one.
        old.root[generic.pdf_name("/AcroForm")] = generic.DictionaryObject(
            {generic.pdf_name("/Fields"): generic.ArrayObject()}
        )
        try:
            yield from super().apply(old, new)
        finally:
            del old.root["/AcroForm"]


# -- in words --------------------------------------------------------------------------------------


def _done(
    reader: PdfFileReader,
    revision: int,
    policy: StandardDiffPolicy,
    lock: FieldMDPSpec | None,
    permission: MDPPerm | None,
) -> str:
    """What was done, as far as it can be told, by the first revision that did too much."""
    signed = reader.get_historical_resolver(revision)
    for later in range(revision + 1, reader.xrefs.total_revisions):
        new = reader.get_historical_resolver(later)
        try:
            policy.apply(signed, new, lock, permission)
        except SuspiciousModification:
            return _between(reader.get_historical_resolver(later - 1).root, new.root)
    return "thay cấu trúc của tệp"


def _between(old: generic.DictionaryObject, new: generic.DictionaryObject) -> str:
    """The difference between two revisions in words, the coarsest first."""
    was, now = list(_pages(old)), list(_pages(new))
    if len(was) != len(now):
        return "thêm trang" if len(now) > len(was) else "bớt trang"
    added = set(_fields(new)) - set(_fields(old))
    if any(_fields(new)[name] != "/Sig" for name in added):
        return "thêm ô nhập"
    if any(_annotations(b) > _annotations(a) for a, b in zip(was, now, strict=True)):
        return "thêm ghi chú hoặc hình đè lên trang"
    if _values(old) != _values(new):
        return "thay giá trị của ô đã khóa"
    return "thay nội dung trang hoặc cấu trúc của tệp"


def _pages(root: generic.DictionaryObject) -> Iterator[generic.DictionaryObject]:
    todo, seen = [root["/Pages"]], 0
    while todo:
        node = todo.pop()
        seen += 1
        if seen > _MOST:
            raise ValueError("page tree without end")
        if "/Kids" in node:
            todo += [kid.get_object() for kid in reversed(node["/Kids"])]
        else:
            yield node


def _annotations(page: generic.DictionaryObject) -> int:
    return len(entry(page, "/Annots", ()))


def _fields(root: generic.DictionaryObject) -> dict[str, str]:
    """Full name → type of every field."""
    return {name: kind for name, kind, _ in _all_fields(root)}


def _values(root: generic.DictionaryObject) -> dict[str, str]:
    return {
        name: str(entry(field, "/V", ""))
        for name, kind, field in _all_fields(root)
        if kind != "/Sig"
    }


def _all_fields(
    root: generic.DictionaryObject,
) -> Iterator[tuple[str, str, generic.DictionaryObject]]:
    """Full name, type and dictionary of every field; those below a field inherit from it."""
    form = entry(root, "/AcroForm", generic.DictionaryObject())
    todo = [("", "", kid) for kid in entry(form, "/Fields", ())]
    for above, inherited, kid in todo:
        if len(todo) > _MOST:
            raise ValueError("fields without end")
        field = kid.get_object()
        name = ".".join(part for part in (above, str(entry(field, "/T", ""))) if part)
        kind = str(entry(field, "/FT", inherited))
        yield name, kind, field
        todo += [(name, kind, below) for below in entry(field, "/Kids", ())]


def text_values(reader: PdfFileReader) -> dict[str, str]:
    """What the fields for số, ngày and tháng hold, where the file has such fields."""
    try:
        values = _values(reader.root)
    except UNREADABLE:
        return {}
    return {name: values[name] for name in TEXTS if name in values}
