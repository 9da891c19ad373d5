"""What xmlschema opens in place of files and networks: the texts gathered. Imported with it only, for its cost."""

import io
from email.message import Message
from urllib.error import URLError
from urllib.request import BaseHandler, OpenerDirector, Request
from urllib.response import addinfourl


class _Texts(BaseHandler):
    """Serves addresses of the scheme `schema:`."""

    def __init__(self, base: str, texts: dict[str, bytes]) -> None:
        self.base, self.texts = base, texts

    def schema_open(self, request: Request) -> addinfourl:
        """The text at an address, as if it had been fetched."""
        text = self.texts.get(request.full_url.removeprefix(self.base))
        if text is None:
            raise URLError("not among the files of the schema")
        return addinfourl(io.BytesIO(text), Message(), request.full_url)


def opener(base: str, texts: dict[str, bytes]) -> OpenerDirector:
    """An opener that knows these texts below an address, and nothing else."""
    director = OpenerDirector()
    director.add_handler(_Texts(base, texts))
    return director
