"""The frame around every page: title, header with navigation, the switch of language."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from html import escape
from typing import Any, Final, Literal
from urllib.parse import urlencode

from fastapi import Request
from nicegui import ui
from nicegui.slot import Slot

from sim.locale import LANGUAGES, N_, _, current_language, in_language, use_language

Tag = Literal["en-US", "zh-CN"]

HTML_LANGUAGE: Final[dict[str, Tag]] = {"en": "en-US", "zh": "zh-CN"}
"""What the page tells the browser: it chooses simplified forms of characters by it."""


def asked_language(query: Mapping[str, str], default: str) -> str:
    """Return the language that an address asks for, else the default."""
    asked = query.get("lang", "")
    return asked if asked in LANGUAGES else default


def address(path: str, query: Mapping[str, str], **changed: str) -> str:
    """Return a path with a query, some values changed; the token is left to the cookie."""
    kept = {name: value for name, value in query.items() if name != "token"}
    return f"{path}?{urlencode(kept | changed)}"


PAGES: Final = {"/": N_("Planner"), "/classroom": N_("Classroom")}
"""Every page: its path and its name in the navigation."""

NAMES: Final = {"en": "English", "zh": "中文"}


BEHIND: Final = """<script>
const behind = new MutationObserver(() => {
  const open = document.querySelector('.q-dialog') !== null;
  const page = document.querySelector('.q-layout');
  if (!page || page.inert === open) return;
  if (open) page.from = page.contains(document.activeElement) ? document.activeElement : page.from;
  page.inert = open;
  if (!open && document.activeElement === document.body) page.from?.focus();
});
behind.observe(document.documentElement, {attributeFilter: ['class']});
behind.observe(document.body, {childList: true});
document.addEventListener('focusin', event => {
  const page = document.querySelector('.q-layout');
  if (page?.contains(event.target)) page.from = event.target;
});
</script>"""
"""What lies behind a dialog is out of reach for keyboard and screen reader until it is closed."""


class Page(ui.page):
    """A page that tells the browser the language in which it was just built."""

    def resolve_language(self) -> Tag:
        """Return the language of the ``lang`` attribute and of Quasar's own texts."""
        return HTML_LANGUAGE[current_language()]


def begin(request: Request, default: str) -> str:
    """Use the language that the address asks for from here on, and return it.

    To be called first in a page function. What it sets ends with the request; handlers of what
    happens later are wrapped in :func:`spoken`.
    """
    language = asked_language(request.query_params, default)
    use_language(language)
    return language


@contextmanager
def frame(request: Request, path: str) -> Iterator[None]:
    """Draw the frame in the current language; what is made within the block is the page."""
    query = dict(request.query_params)
    name = _(PAGES[path])
    ui.page_title(f"{name} · Fugai")
    ui.add_body_html(BEHIND)
    ui.link(_("To the content"), "#content").classes("fg-skip")
    with (
        ui.element("header").classes("fg-header"),
        ui.element("nav") as nav,
    ):
        nav.props["aria-label"] = _("Pages")
        ui.label("Fugai").classes("fg-brand")
        for other, label in PAGES.items():
            link = ui.link(_(label), address(other, _kept(query, other == path)))
            if other == path:
                link.props('aria-current="page"')
        ui.element("span").classes("fg-space")
        for language, label in NAMES.items():
            link = ui.link(label, address(path, query, lang=language))
            link.props(f'lang="{HTML_LANGUAGE[language]}" hreflang="{HTML_LANGUAGE[language]}"')
            if language == current_language():
                link.props('aria-current="true"')
    with ui.element("div").classes("fg-page").props("id=content tabindex=-1"):
        yield


def _kept(query: dict[str, str], same: bool) -> dict[str, str]:
    """Return what of an address goes along to a page: language and work, or all to the same."""
    if same:
        return query | {"lang": current_language()}
    return {"lang": current_language()} | {name: query[name] for name in ("s",) if name in query}


def uploader(
    label: str, *, accept: Sequence[str], most: int, several: bool = False, **handlers: Any
) -> ui.upload:
    """Return what takes files of some endings, of ``most`` bytes: a button with a name, and a drop.

    Quasar's own has a nameless button within a button. ``handlers`` are those of ``ui.upload``.
    """
    beside = escape(_("or drop it here"))
    made = ui.upload(multiple=several, max_file_size=most, auto_upload=True, **handlers)
    made.add_slot(
        "header",
        '<div class="fg-upload"><q-btn outline no-caps color="primary" icon="upload_file" '
        f'label="{escape(label, quote=True)}" @click="props.pickFiles" />'
        f"<span>{beside}</span>"
        '<div class="fg-unseen" aria-hidden="true"><q-uploader-add-trigger /></div></div>',
    )
    made.props(f'accept="{",".join(accept)}" flat bordered')
    return made


def spoken(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Return ``handler``, plain or asynchronous, run in the language of here and now.

    Where it fails, the page says so; the error goes on to the server's log.
    """
    language = current_language()

    @wraps(handler)
    def speaking(*given: Any) -> Any:
        with in_language(language), _failures_told():
            result = handler(*given)
        return _finished(result, language) if inspect.isawaitable(result) else result

    return speaking


async def _finished(result: Awaitable[Any], language: str) -> Any:
    """Await the rest of an asynchronous handler in its language."""
    with in_language(language), _failures_told():
        return await result


@contextmanager
def _failures_told() -> Iterator[None]:
    """Say on the page that a handler failed: in a thread there is no page, its caller says it."""
    try:
        yield
    except Exception as error:
        if Slot.get_stack():
            text = _("This failed: {why}").format(why=str(error) or type(error).__name__)
            # Equal messages are grouped, so that a timer that fails doesn't fill the page.
            ui.notify(text, type="negative", timeout=0, close_button=_("Close"), multi_line=True)
        raise
