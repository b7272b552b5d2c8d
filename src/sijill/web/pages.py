"""The pages around the record: the way in, how it was made, and signing in."""

from urllib.parse import parse_qs

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..model import to_dict
from .formats import answer_json
from .gate import SESSION, VISIT, write_cookie
from .ground import name_imports
from .public import say_withheld
from .site import Site

router = APIRouter()


@router.get("/")
def go_in(request: Request) -> Response:
    """The incidents are the front page."""
    return RedirectResponse("/incidents", 307)


@router.get("/about")
def show_about(request: Request) -> Response:
    """What this record is made of, how, and what it does not say."""
    site: Site = request.app.state.site
    with site.read() as (book, record):
        return site.render(
            request,
            "about.html",
            imports=name_imports(),
            book=book,
            unread=record.unread(),
            withheld=say_withheld(book.manifest),
        )


@router.get("/about.json")
def send_about(request: Request) -> Response:
    """The manifest of the version, without the folders of this machine."""
    site: Site = request.app.state.site
    with site.read() as (book, record):
        kept = {key: value for key, value in book.manifest.items() if key not in ("sources", "options")}
        return answer_json(
            {
                "manifest": kept,
                "unread": [to_dict(one) for one in record.unread()] if not site.settings.public else [],
            }
        )


@router.get("/login")
def show_login(request: Request) -> Response:
    """Where a token is given."""
    site: Site = request.app.state.site
    return site.render(request, "login.html", to=read_target(request.query_params.get("to", "")), wrong=False)


@router.post("/login")
async def log_in(request: Request) -> Response:
    """A session for whoever has the token."""
    site: Site = request.app.state.site
    form = {
        key: values[-1] for key, values in parse_qs((await request.body()).decode("utf-8", "replace")).items()
    }
    target = read_target(form.get("to", ""))
    session = site.door.begin(form.get("token", "").strip())
    if session is None:
        return site.render(request, "login.html", status=403, to=target, wrong=True)
    answer = RedirectResponse(target, 303)
    answer.headers.append(
        "Set-Cookie", write_cookie(SESSION, session, 12 * 3600, request.url.scheme == "https")
    )
    return answer


@router.post("/logout")
def log_out(request: Request) -> Response:
    """The session is over."""
    site: Site = request.app.state.site
    site.door.end(request.cookies.get(SESSION, ""))
    answer = RedirectResponse("/login", 303)
    for name in (SESSION, VISIT):
        answer.headers.append("Set-Cookie", write_cookie(name, "", 0))
    return answer


def read_target(text: str) -> str:
    """A path of this server, and nothing that leads elsewhere.

    >>> read_target("/claims?q=a"), read_target("//elsewhere.example"), read_target("https://elsewhere.example")
    ('/claims?q=a', '/incidents', '/incidents')
    """
    plain = text.startswith("/") and not text.startswith(("//", "/\\")) and not any(ch < " " for ch in text)
    return text if plain and "\\" not in text else "/incidents"
