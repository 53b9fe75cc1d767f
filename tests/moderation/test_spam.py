"""The spam filter and its command: what it learns, how it judges, which files it reads."""

import pytest
from click.testing import CliRunner

from community.core.errors import Invalid
from moderation import spam, spamweights
from moderation.commands import evaluate
from moderation.labelled import decoded, read_examples
from moderation.spam import Confusion, Example, halves, judge, learn
from moderation.spamfeatures import features

HAM = [
    "How much did you pay for {} seats of Arbor Desk?",
    "Renewal of Kestrel went up by {} percent, is that usual?",
    "Does Palisade bill {} users monthly or yearly?",
]
SPAM = [
    "BUY CHEAP WATCHES!!! call +1 555 0100 {}0",
    "Best loan offer {} click www.cheap.example.com now",
    "weight loss pills {} free trial, call +44 20 5550 {}",
]


def texts(count: int) -> list[Example]:
    return [
        Example(shape.format(number, number), is_spam)
        for number in range(count)
        for shapes, is_spam in ((HAM, False), (SPAM, True))
        for shape in shapes
    ]


def run(*args: str):
    return CliRunner().invoke(evaluate, args)


def test_what_was_learnt_is_known_again():
    learnt, judged = halves(texts(20), seed=3)

    found = judge(learn(learnt), judged)

    assert (len(learnt), len(judged)) == (60, 60)
    assert (found.precision, found.recall) == (1.0, 1.0)
    assert found.spam_found + found.ham_passed == 60


def test_the_same_seed_learns_the_same():
    assert learn(texts(4), seed=5) == learn(texts(4), seed=5)
    assert halves(texts(4), seed=5) == halves(texts(4), seed=5)
    assert halves(texts(4), seed=5) != halves(texts(4), seed=6)


def test_a_text_of_unknown_words_is_no_spam():
    known = learn([Example(one, one == "b") for one in "aabb"])

    assert spam.Filter({}, 0.1).score("whatever") == 0
    assert not known.is_spam("")


def test_the_shape_of_a_text_is_seen():
    text = "call ME NOW!! +44 20 5550 1234 or http://cheap.example.com 你好"
    told = features(text)

    assert {
        "a phone number",
        "a link",
        "doubled marks",
        "a small beginning",
        "odd characters",
        "pair ^ call",
        "word 0000",
    } <= told.words
    assert {"letters ca", "letters 0000"} <= told.letters
    assert {"case ME", "first call", "last 好"} & told.cases >= {
        "case ME",
        "first call",
    }
    assert "end " in features("").words


def test_thousands_of_texts_are_tried_once(monkeypatch):
    monkeypatch.setattr(spam, "_MOST_FOR_TRIALS", 5)

    assert judge(learn(texts(20)), texts(20)).precision == 1.0


def test_what_is_told_twice_is_corrected_once_there_is_enough(monkeypatch):
    corrected = learn(texts(40))
    monkeypatch.setattr(spamweights, "_FEWEST", 1_000)
    counted = learn(texts(40))

    assert corrected.weights["word cheap"] > counted.weights["word cheap"] > 0
    assert judge(corrected, texts(40)) == judge(counted, texts(40))


def test_shares_of_nothing_are_whole():
    assert Confusion(0, 0, 0, 3).precision == 1.0
    assert Confusion(0, 0, 3, 0).recall == 1.0
    assert Confusion(3, 1, 1, 5).precision == Confusion(3, 1, 1, 5).recall == 0.75


def test_a_filter_needs_two_of_each_kind():
    with pytest.raises(ValueError, match="two texts of each kind"):
        learn([Example("a", is_spam=True), Example("b", is_spam=False)])


def write(path, examples):
    lines = [f'"{one.text}",{"Spam" if one.is_spam else " ham "}' for one in examples]
    path.write_text("\ufeffText,Label\n" + "\n".join(lines), "utf-8")
    return str(path)


def test_the_command_prints_figures_and_the_confusion_table(tmp_path):
    file = write(tmp_path / "file.csv", texts(10))

    done = run(file)

    assert done.exit_code == 0
    assert done.output == run(file).output
    assert "judged       30\nprecision    1.0000\n" in done.output
    assert done.output.splitlines()[-3].split() == [
        "called",
        "spam",
        "called",
        "ham",
    ]


def test_the_command_learns_from_another_file(tmp_path):
    train, file = texts(10), texts(2)

    done = run(
        write(tmp_path / "file.csv", file),
        "--train",
        write(tmp_path / "train.csv", train),
    )

    assert done.output.splitlines()[:2] == ["learnt from  60", "judged       12"]


def test_the_command_says_when_there_is_too_little(tmp_path):
    done = run(write(tmp_path / "file.csv", texts(10)[:1]))

    assert isinstance(done.exception, Invalid)
    assert str(done.exception) == (
        "A filter learns from two texts of each kind at least. Of the 0 here, 0 are spam."
    )


def read(path, content: bytes) -> list[Example]:
    path.write_bytes(content)
    return read_examples(path)


@pytest.mark.parametrize(
    "content",
    [
        b"text,label\na b,spam\n",
        b"\xef\xbb\xbflabel,source,text\r\nSPAM,x,a b\r\n\r\n",
        b'"Text";"label"\n"a b";"spam"\n',
        b"text\tlabel\na b\t spam\n",
        "text,label\na b,spam\n".encode("utf-16"),
        b",,\ntext,label\na b,spam",
        b"text,label\nnobody judged this,\na b,spam\n",
        b"title,label\na b,1\n",
        b"title,text,label\nc,a b,TRUE\n",
    ],
)
def test_files_are_read_as_they_come(tmp_path, content):
    assert read(tmp_path / "a.csv", content) == [Example("a b", is_spam=True)]


def test_other_labels_mean_ham_where_one_says_so(tmp_path):
    content = "title,label\na,good\nb,Low_Quality\nc,0\n"
    (tmp_path / "a.csv").write_text(content)

    found = read_examples(tmp_path / "a.csv", ["low_quality "])

    assert [one.is_spam for one in found] == [False, False, False]
    refused = run(str(tmp_path / "a.csv")).exception
    assert "--ham “Low_Quality” counts it as ham" in str(refused)
    few = run(str(tmp_path / "a.csv"), "--ham", "low_quality").exception
    assert "two texts of each kind" in str(few)


def test_quotes_line_breaks_and_old_encodings_are_read(tmp_path):
    content = b'text,label\n"say ""hi"",\nthen",ham\ncaf\xe9 \x00,spam\n'

    assert read(tmp_path / "a.csv", content) == [
        Example('say "hi",\nthen', is_spam=False),
        Example("café \x00", is_spam=True),
    ]
    assert decoded(b"\xff") == "ÿ"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "a.csv has no rows with a label."),
        (b"text,label\n", "a.csv has no rows with a label."),
        (b"words,label\na,spam\n", "no column “text”; its first line names: words"),
        (b"text\na\n", "no column “label”"),
        (b"text,label\na\n", "line 2: there are too few columns"),
        (b"text,label\na,ham\nb,odd\n", "line 3: the label is “odd”, and must be"),
        (b"text,label\na," + b"x" * 100, "line 2: field larger than field limit"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path, monkeypatch, content, sentence):
    monkeypatch.setattr("moderation.labelled._LONGEST_FIELD", 50)

    with pytest.raises(Invalid) as refused:
        read(tmp_path / "a.csv", content)

    assert sentence in refused.value.message


def test_a_file_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("moderation.labelled._MOST_BYTES", 5)

    with pytest.raises(Invalid, match="larger than"):
        read(tmp_path / "a.csv", b"text,label\n")
