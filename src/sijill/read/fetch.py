"""One address → its bytes, with an error in words when the net or the server says no."""

from ..errors import SijillError
from ..model import Frozen
from .warc import split_media_type


class Fetched(Frozen):
    """What an address gave: the bytes, their declared type and the address they came from in the end."""

    payload: bytes
    media_type: str
    charset: str | None
    url: str


def fetch_url(url: str, *, timeout: float, max_bytes: int) -> Fetched:
    """The bytes behind an http(s) address; any failure is a SijillError that says what to do."""
    import httpx

    try:
        with (
            httpx.Client(timeout=timeout, follow_redirects=True, headers={"User-Agent": "sijill"}) as client,
            client.stream("GET", url) as response,
        ):
            if response.status_code >= 400:
                raise SijillError(
                    f"the server answered {response.status_code} {response.reason_phrase}".rstrip(),
                    where=url,
                    remedy="check the address in a browser, or save the page and give the file",
                )
            payload = bytearray()
            for chunk in response.iter_bytes():
                payload += chunk
                if len(payload) > max_bytes:
                    raise SijillError(
                        f"is longer than {max_bytes} bytes", where=url, remedy="raise the limit"
                    )
            media_type, charset = split_media_type(response.headers.get("content-type", ""))
            return Fetched(
                payload=bytes(payload), media_type=media_type, charset=charset, url=str(response.url)
            )
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise SijillError(
            f"is not an address ({error})", where=url, remedy="write it as https://…"
        ) from error
    except httpx.TimeoutException as error:
        raise SijillError(
            f"did not answer within {timeout:g} s",
            where=url,
            remedy="try again, or save the page and give the file",
        ) from error
    except (httpx.HTTPError, httpx.StreamError, OSError) as error:
        raise SijillError(
            f"could not be reached ({error or type(error).__name__})",
            where=url,
            remedy="check the connection and the address, or save the page and give the file",
        ) from error
