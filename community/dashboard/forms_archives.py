"""Forms of the import of questions: the file, and where it comes from."""

from typing import Any

from wtforms import FileField, StringField
from wtforms.validators import DataRequired, Length, Regexp, ValidationError

from community.core.forms import Form
from community.core.text import clean_line
from community.dashboard.archivekinds import (
    KEY_LENGTH,
    LICENCE_LENGTH,
    LICENCE_URL_LENGTH,
    NAME_LENGTH,
    URL_LENGTH,
)
from community.threads.importing import Archive

_WEB = r"https?://[^\s/]+"
_NOT_WEB = "Give an address that begins with https:// or http://."


def _one_line(text: Any) -> Any:
    return clean_line(text) if isinstance(text, str) else text


class ArchiveFileForm(Form):
    file = FileField(
        "File of questions",
        description="JSON Lines: one question with its answers a line, in UTF-8.",
    )
    archive = StringField(
        "Short name of the archive",
        [
            DataRequired("Give it a short name."),
            Length(max=KEY_LENGTH),
            Regexp(
                r"[a-z0-9-]+\Z", message="Small letters, digits and hyphens: old-forum."
            ),
        ],
        description="The same at each import of it: questions and authors are found "
        "again by it, and nothing comes twice.",
        render_kw={"spellcheck": "false"},
        filters=[_one_line],
    )
    name = StringField(
        "Its name",
        [DataRequired("Say where the questions come from."), Length(max=NAME_LENGTH)],
        description="Shown above each question as its source.",
        filters=[_one_line],
    )
    url = StringField(
        "Address of a question there",
        [
            DataRequired("Say where a question can be read there."),
            Length(max=URL_LENGTH),
            Regexp(_WEB, message=_NOT_WEB),
        ],
        description="{id} and {slug} stand for those of the question: "
        "https://old.example/q/{id}.",
        render_kw={"inputmode": "url", "spellcheck": "false"},
        filters=[_one_line],
    )
    licence = StringField(
        "Licence",
        [
            DataRequired("Say under which licence you may show them."),
            Length(max=LICENCE_LENGTH),
        ],
        description="CC BY-SA 4.0, or: with consent of the authors.",
        filters=[_one_line],
    )
    licence_url = StringField(
        "Where the licence is read",
        [
            DataRequired("Give its address, or that of your terms."),
            Length(max=LICENCE_URL_LENGTH),
            Regexp(_WEB, message=_NOT_WEB),
        ],
        render_kw={"inputmode": "url", "spellcheck": "false"},
        filters=[_one_line],
    )

    def validate_file(self, field: FileField) -> None:
        if not getattr(field.data, "filename", ""):
            raise ValidationError("Choose a file.")

    def source(self) -> Archive:
        return Archive(
            key=self.archive.data or "",
            name=self.name.data or "",
            url=self.url.data or "",
            licence=self.licence.data or "",
            licence_url=self.licence_url.data or "",
        )


class ArchiveImportForm(Form):
    """Nothing to fill in: what is imported was shown."""
