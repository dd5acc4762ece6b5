"""Who may do what, as one table: the routes and their rules come in, Markdown goes out.

It is made from the routes of the application itself, so it cannot forget one.
"""

from __future__ import annotations

from flask import Flask

from vanban.life import ROLES
from vanban.web import add_routes
from vanban.web.access import RULES, Open, permits

_ALLOWED, _REFUSED = "✓", "–"


def access_matrix() -> str:
    """Every route by address, with what it asks for and which roles have that."""
    app = Flask("vanban.web")
    add_routes(app)
    strangers = "Khách"
    heads = ["Địa chỉ", "Cách gọi", "Cần", strangers, *(role.label for role in ROLES.values())]
    rows = [heads, ["---"] * 3 + [":-:"] * (len(heads) - 3)]
    for rule in sorted(app.url_map.iter_rules(), key=lambda r: (r.rule, sorted(r.methods or ()))):
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        asked = RULES[rule.endpoint]
        needs = asked.value if isinstance(asked, Open) else " hoặc ".join(sorted(asked))
        marks = [asked is Open.PUBLIC]
        marks += [permits(rule.endpoint, role.rights) for role in ROLES.values()]
        address = f"`{rule.rule}`"
        shown = [_ALLOWED if allowed else _REFUSED for allowed in marks]
        rows.append([address, ", ".join(methods), needs, *shown])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
