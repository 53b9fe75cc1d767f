"""What the sample community's own table holds of a person: nothing."""

from community.cli.sample.marks import SampleRange
from community.core.personal import Part, nobodys

PART = Part("sample", "The sample community", nobodys(SampleRange))
