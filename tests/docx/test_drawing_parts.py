"""Drawings come through with their outline, text, place and pictures; what does not is said."""

from __future__ import annotations

from typing import Any

import pytest

from tests.docx.drawn import png
from tests.docx.packed import p, packed, section
from tests.docx.test_content import paragraph, texts
from vanban.docx.reader import read
from vanban.resolved import Floating, Outline, Part, Wrap


def drawing(content: str, *, place: str = "", attributes: str = "") -> str:
    return (
        f"<w:r><w:drawing><wp:anchor {attributes}>{place}"
        '<wp:extent cx="1270000" cy="635000"/><a:graphic><a:graphicData>'
        f"{content}</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )


def geometry(kind: str, inside: str = "", flip: str = "") -> str:
    box = f'<a:xfrm {flip}><a:off x="0" y="0"/><a:ext cx="1270000" cy="635000"/></a:xfrm>'
    return f'<wps:spPr>{box}<a:prstGeom prst="{kind}"/>{inside}</wps:spPr>'


_INK = '<a:ln w="25400"><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>{}</a:ln>'


def parts(run: str, **more: Any) -> tuple[Part, ...]:
    [found] = paragraph(run, **more).floats
    assert isinstance(found, Floating)
    return found.parts


def look(run: str) -> Outline:
    [part] = parts(run)
    assert part.outline is not None
    return part.outline


@pytest.mark.parametrize(
    ("preset", "kind"),
    [
        ("line", "line"),
        ("straightConnector1", "line"),
        ("rect", "rect"),
        ("roundRect", "round"),
        ("ellipse", "ellipse"),
        ("flowChartProcess", "rect"),
    ],
)
def test_shapes_that_are_drawn(preset: str, kind: str) -> None:
    for tag in ("wsp", "cxnSp"):
        shape = f"<wps:{tag}>{geometry(preset, _INK.format(''))}</wps:{tag}>"
        assert look(drawing(shape)) == Outline(kind, 2.0, "#ff0000")


def test_dashes_fills_flips_and_colours_of_the_theme() -> None:
    dashed = geometry("rect", _INK.format('<a:prstDash val="dash"/>'))
    assert look(drawing(f"<wps:wsp>{dashed}</wps:wsp>")).dash == "dashed"
    filled = geometry("rect", '<a:solidFill><a:srgbClr val="00FF00"/></a:solidFill>')
    assert look(drawing(f"<wps:wsp>{filled}</wps:wsp>")).fill == "#00ff00"
    flipped = geometry("line", _INK.format(""), 'flipV="1"')
    assert look(drawing(f"<wps:wsp>{flipped}</wps:wsp>")).rising
    themed = '<wps:style><a:lnRef idx="2"><a:schemeClr val="accent1"/></a:lnRef></wps:style>'
    got = look(drawing(f"<wps:wsp>{geometry('line')}{themed}</wps:wsp>"))
    assert (got.stroke, got.colour) == (1.0, "#4472c4")


def test_a_text_box_has_its_text_room_and_level() -> None:
    box = f"<wps:txbx><w:txbxContent>{p('MẬT')}</w:txbxContent></wps:txbx>"
    body = '<wps:bodyPr lIns="25400" tIns="12700" anchor="ctr"/>'
    [part] = parts(drawing(f"<wps:wsp>{geometry('rect')}{box}{body}</wps:wsp>"))
    assert texts(part.blocks) == ["MẬT"]
    assert (part.padding, part.level) == ((1.0, 7.2, 3.6, 2.0), "middle")


def test_a_group_measures_its_members_in_its_own_units() -> None:
    member = '<wps:wsp><wps:spPr><a:xfrm><a:off x="100" y="50"/><a:ext cx="100" cy="50"/></a:xfrm>'
    member += '<a:prstGeom prst="rect"/></wps:spPr></wps:wsp>'
    units = (
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="1270000" cy="635000"/><a:chOff x="0" y="0"/>'
        '<a:chExt cx="200" cy="100"/></a:xfrm>'
    )
    group = f"<wpg:wgp><wpg:grpSpPr>{units}</wpg:grpSpPr>{member}</wpg:wgp>"
    [part] = parts(drawing(group))
    assert (part.x, part.y, part.width, part.height) == pytest.approx((50, 25, 50, 25))


_PICTURE = (
    '<pic:pic><pic:blipFill><a:blip r:embed="a.png"/><a:srcRect l="25000" t="10000"/>'
    "</pic:blipFill></pic:pic>"
)


def test_a_floating_picture_is_cropped_and_pushes_the_text() -> None:
    place = (
        '<wp:positionH relativeFrom="page"><wp:align>right</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="margin"><wp:posOffset>127000</wp:posOffset></wp:positionV>'
    )
    media = {"a.png": png()}
    for name, wrap in (
        ("wrapSquare", Wrap.SIDE),
        ("wrapTight", Wrap.SIDE),
        ("wrapTopAndBottom", Wrap.APART),
        ("wrapNone", Wrap.NONE),
    ):
        run = drawing(
            _PICTURE, place=f"{place}<wp:{name}/>", attributes='behindDoc="1" layoutInCell="0"'
        )
        [found] = paragraph(run, media=media).floats
        [part] = found.parts
        assert part.picture is not None
        assert part.picture.crop == (0.1, 0.0, 0.0, 0.25)
        where = found.place
        assert (where.across, where.align, where.down, where.y) == ("page", "right", "margin", 10)
        assert (where.wrap, where.behind, where.in_cell) == (wrap, True, False)


def _vml(content: str) -> str:
    return f"<w:r><w:pict>{content}</w:pict></w:r>"


def test_old_shapes_have_outlines_text_and_pictures() -> None:
    box = (
        f'<v:textbox inset="1pt,2pt,3pt,4pt"><w:txbxContent>{p("MẬT")}</w:txbxContent></v:textbox>'
    )
    size = "position:absolute;width:100pt;height:50pt"
    [part] = parts(
        _vml(f'<v:shape type="#_x0000_t202" style="{size}" fillcolor="#0f0">{box}</v:shape>')
    )
    assert (texts(part.blocks), part.padding) == (["MẬT"], (2.0, 3.0, 4.0, 1.0))
    assert part.outline == Outline("rect", 0.75, fill="#00ff00")
    [part] = parts(_vml(f'<v:rect style="{size}" stroked="f" filled="f"/>'))
    assert part.outline == Outline("rect", 0.0)
    image = f'<v:shape style="{size}"><v:imagedata r:id="a.png"/></v:shape>'
    [part] = parts(_vml(image), media={"a.png": png()})
    assert part.picture is not None
    wrapped = f'<v:rect style="{size}"><w10:wrap type="square"/></v:rect>'
    assert paragraph(_vml(wrapped)).floats[0].place.wrap is Wrap.SIDE


def test_old_groups_may_hold_groups() -> None:
    line = '<v:line from="0,0" to="1000,0"/>'
    inner = f'<v:group style="left:500;top:0;width:500;height:1000">{line}</v:group>'
    outer = f'<v:group style="position:absolute;width:100pt;height:50pt">{inner}</v:group>'
    [part] = parts(_vml(outer))
    assert (part.x, part.width) == pytest.approx((50, 50))


def test_of_alternatives_the_one_that_can_be_drawn_is_shown_once() -> None:
    oval = _vml('<v:oval style="position:absolute"/>')
    shape = drawing(f"<wps:wsp>{geometry('rect')}</wps:wsp>")
    choice = f'<mc:Choice Requires="wps">{shape}</mc:Choice>'
    fallback = f"<mc:Fallback>{oval}</mc:Fallback>"
    [part] = parts(f"<mc:AlternateContent>{choice}{fallback}</mc:AlternateContent>")
    assert part.outline is not None
    assert part.outline.kind == "rect"


@pytest.mark.parametrize(
    ("run", "code"),
    [
        (drawing("<c:chart/>"), "docx_no_chart"),
        (drawing("<c:relIds/>"), "docx_no_diagram"),
        (drawing(f"<wps:wsp>{geometry('cloud')}</wps:wsp>"), "docx_no_shape"),
        (_vml('<v:shape style="position:absolute"/>'), "docx_no_shape"),
        ("<w:r><w:object/></w:r>", "docx_no_object"),
        ("<w:r><w:contentPart/></w:r>", "docx_no_ink"),
        ("<w:r><w:lạ/></w:r>", "docx_unknown"),
        (drawing(_PICTURE), "docx_picture_outside"),
    ],
)
def test_what_is_not_shown_is_said_where_it_stands(run: str, code: str) -> None:
    document = read(packed(p("một") + p("hai", run)))
    assert [(each.code, each.where) for each in document.problems] == [(code, "đoạn 2 “hai”")]
    footer = section('<w:footerReference r:id="footer1"/>')
    document = read(packed(p("một"), end=footer, footer1=p(run)))
    assert [(each.code, each.where) for each in document.problems] == [(code, "chân trang, đoạn 1")]
