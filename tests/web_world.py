"""A record of the invented island behind the app, and a client that asks it as a browser would."""

import json
from pathlib import Path

import httpx

from sijill.web import Settings, build_app

HTML = {"accept": "text/html"}


class Client:
    """Asks the application without a network; keeps cookies as a browser does."""

    def __init__(self, app, host="127.0.0.1:8400", client=("127.0.0.1", 50000)):
        import anyio

        self._anyio = anyio
        self._app, self._client = app, client
        self.base, self.cookies = f"http://{host}", httpx.Cookies()

    def ask(self, method, path, **given):
        async def run():
            transport = httpx.ASGITransport(app=self._app, client=self._client, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url=self.base, cookies=self.cookies, follow_redirects=False
            ) as client:
                answer = await client.request(method, path, **given)
                self.cookies.update(client.cookies)
                return answer

        return self._anyio.run(run)

    def get(self, path, **given):
        return self.ask("GET", path, **given)

    def page(self, path):
        """The HTML of a page that must be there."""
        answer = self.get(path, headers=HTML)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:300])
        return answer.text

    def rows(self, path):
        """The rows of a JSON table."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.text[:300])
        return json.loads(answer.text)["rows"]

    def post(self, path, data=None, headers=None, **given):
        return self.ask(
            "POST", path, data=data or {}, headers={"accept": "application/json", **(headers or {})}, **given
        )


def open_client(record: Path, **settings) -> Client:
    """A client of a fresh application over the record."""
    given = {"who": "ada", **settings}
    return Client(build_app(Settings(record=Path(record), **given)))
