"""Forms of the import of members: the file, and on which ground it may be done."""

from wtforms import BooleanField, FileField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from community.core.forms import Form, options
from community.core.selects import SelectField
from community.dashboard.memberkinds import BASIS_LABELS
from community.threads.importing import ONSTARTUPS


class MemberFileForm(Form):
    file = FileField(
        "CSV file",
        description="Columns: email; handle and author, if you have them. Others are not "
        "read: no names, no date of joining, no organisation.",
    )
    archive = StringField(
        "Archive of threads",
        [Length(max=40)],
        default=ONSTARTUPS.key,
        description="The short name under which questions were imported: what the "
        "author of a row wrote there becomes the member’s.",
    )

    def validate_file(self, field: FileField) -> None:
        if not getattr(field.data, "filename", ""):
            raise ValidationError("Choose a file.")


class MemberImportForm(Form):
    basis = SelectField(
        "You may move them because",
        [InputRequired("Choose why.")],
        choices=options(
            [("", "Choose"), *((one.value, BASIS_LABELS[one]) for one in BASIS_LABELS)]
        ),
        description="Kept in the audit, and told to each of them.",
    )
    invites = BooleanField(
        "Invite them by mail to set a password", description="Thirty mails a minute."
    )
