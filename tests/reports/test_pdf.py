import io
from typing import Any

import pypdf
import pytest

from ideahub.reports.builder import build
from ideahub.reports.pdf import printable, write_pdf
from ideahub.reports.sheet import lay_out
from ideahub.reports.words import words_in
from tests.reports.meetings import OPENED, Meeting, hold_drawn_meeting, hold_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LINK = "https://ideahub.example/reports/1/"


def pdf_of(meeting: Meeting, language: str = "sv") -> pypdf.PdfReader:
    meeting.workshop.refresh_from_db()
    sheet = lay_out(build(meeting.workshop), words_in(language), link=LINK)
    return pypdf.PdfReader(io.BytesIO(write_pdf(sheet, made_at=OPENED)))


def text_of(reader: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).replace("\u200b", "").split())


def tags_of(reader: pypdf.PdfReader) -> list[str]:
    """The structure's element types, in reading order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for part in node:
                walk(part)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(str(node["/S"]))
            walk(node.get("/K", []))

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def alternatives_of(reader: pypdf.PdfReader) -> list[str]:
    found = [one.get_object() for one in reader.resolved_objects.values() if isinstance(one, dict)]
    return [str(one["/Alt"]) for one in found if one.get("/S") == "/Figure" and "/Alt" in one]


def test_it_is_pdf_a_3a_and_pdf_ua_1_and_tagged() -> None:
    reader = pdf_of(hold_drawn_meeting())
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv"
    assert reader.metadata is not None
    assert reader.metadata.title == "Omställning tillsammans – Rapport från arbetsmöte"


def test_the_first_three_pages_are_as_drawn_and_all_ideas_follow() -> None:
    reader = pdf_of(hold_drawn_meeting())
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert len(pages) == 4
    assert "Mötet enades om sex åtgärder" in pages[0]
    assert "Säkra de första kunderna" in pages[1]
    assert "Vem Klar senast" in pages[2]
    assert "Samira" in pages[2]
    assert "Alla idéer" in pages[3]
    assert [f"Sida {at} av 4" in page for at, page in enumerate(pages, start=1)] == [True] * 4


def test_every_idea_is_there_with_its_number() -> None:
    meeting = hold_drawn_meeting()
    page = " ".join(pdf_of(meeting).pages[3].extract_text().split())
    for idea in build(meeting.workshop).ideas:
        assert f"{idea.number} {idea.text}" in page
    assert "Här ingår även: 19 Dubblett om delägande" in page


def test_headings_tables_and_charts_are_tagged() -> None:
    reader = pdf_of(hold_drawn_meeting())
    tags = tags_of(reader)
    assert tags.count("/H1") == 1
    assert tags.count("/TH") >= 4
    assert {"/H2", "/H3", "/Table", "/TR", "/TD"} <= set(tags)
    assert sorted(alternatives_of(reader)) == [
        "Idéer per minut. Flest kom 13.08, 9 idéer.",
        "QR-kod till rapporten på webben",
        "Röster per förslag. Flest fick Upphandla behov, inte produkt, 41, och minst Ta vara på allt, 7.",
        "Röster per område: Vätgas 59, Stadsdelar 77, Upphandling 78.",
    ]


def test_it_is_in_english_for_an_english_meeting() -> None:
    reader = pdf_of(hold_drawn_meeting(language="en"), "en")
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert "The meeting agreed on six actions" in text_of(reader)


def test_the_case_number_stands_under_the_title() -> None:
    meeting = hold_meeting()
    meeting.workshop.case_number = "KS 2026/0417"
    meeting.workshop.save()
    assert "14.00. Diarienummer KS 2026/0417. Mötet slutade utan" in text_of(pdf_of(meeting))


@pytest.mark.parametrize(
    "typed",
    [
        '#panic("x") #eval("1") #read("/etc/passwd")',
        "*fet* _kursiv_ = rubrik $x^2$ `kod` <etikett> @hänvisning",
        '"); #let x = 1; //',
        "\\ \\u{41} // kommentar /* */ ~ --- ...",
        "[ { ( ] } ) #[",
    ],
)
def test_markup_that_people_type_is_only_text(typed: str) -> None:
    meeting = hold_meeting(target="ideas", title="Möte #panic() *x*")
    meeting.vote(meeting.idea(typed).pk, 2)
    meeting.action(typed, owner=typed, org=typed)
    text = text_of(pdf_of(meeting))
    assert "".join(typed.split()) in "".join(text.split())
    assert "Möte #panic() *x*" in text


@pytest.mark.parametrize(
    "typed", ["👍🏽 bra 👩‍👩‍👧 🇸🇪", "漢字 한국어 हिन्दी", "سلام عليكم", "Привіт Γειά שלום", "\ue000\U000f0000\u0378"]
)
def test_no_character_stops_the_report(typed: str) -> None:
    meeting = hold_meeting(title=typed)
    meeting.idea(f"{typed} slut")
    assert "slut" in text_of(pdf_of(meeting))


def test_characters_without_a_glyph_are_marked_and_explained() -> None:
    meeting = hold_meeting()
    meeting.idea("Skriv 漢字 här")
    assert "Skriv □□ här" in text_of(pdf_of(meeting))
    assert "Tecken som inte går att trycka visas som □" in text_of(pdf_of(meeting))


def test_joiners_and_broken_accents_are_composed_or_left_out() -> None:
    assert printable("a\u0308 e\u0301 x\u200dy") == "ä é x\u200dy"


def test_a_word_without_end_stays_on_the_paper() -> None:
    meeting = hold_meeting(target="ideas")
    meeting.vote(meeting.idea("å" * 500).pk, 1)
    reader = pdf_of(meeting)
    widths = []

    def visit(text: str, _cm: object, matrix: list[float], _font: object, _size: object) -> None:
        if text.strip():
            widths.append(matrix[4])

    for page in reader.pages:
        page.extract_text(visitor_text=visit)
    assert "".join(text_of(reader).split()).count("å" * 500) >= 1
    assert printable("å" * 500).count("\u200b") == 20


def test_many_ideas_take_more_pages_and_little_time() -> None:
    meeting = hold_meeting(target="ideas")
    for at in range(120):
        meeting.idea(f"Idé nummer {at}: " + "orden räcker till två rader eller så, " * 4, column=at % 3)
    reader = pdf_of(meeting)
    assert len(reader.pages) > 6
    assert "Idé nummer 119" in text_of(reader)
    last = len(reader.pages)
    assert f"Sida {last} av {last}" in " ".join(reader.pages[-1].extract_text().split())


def test_an_empty_meeting_is_written_too() -> None:
    text = text_of(pdf_of(hold_meeting(people=0)))
    assert "Mötet slutade utan idéer, röster eller åtgärder." in text
    assert "Inga åtgärder bestämdes under mötet." in text


def test_a_small_meeting_fills_its_paper_and_a_large_ones_parts_begin_pages() -> None:
    small = hold_meeting(target="ideas")
    ideas = [small.idea(text, column=at) for at, text in enumerate(["Köp funktion", "Öppna verkstaden"])]
    small.vote(ideas[0].pk, 2, 1)
    small.action("Skriv om nästa upphandling", owner="Samira")
    first, *rest = [page.extract_text() for page in pdf_of(small).pages]
    assert len(rest) == 1
    assert "Skriv om nästa upphandling" in first
    assert len(pdf_of(hold_drawn_meeting()).pages) == 4


def test_ideas_alone_leave_no_page_empty_before_them() -> None:
    meeting = hold_meeting()
    meeting.many_ideas(60)
    pages = [" ".join(page.extract_text().split()) for page in pdf_of(meeting).pages]
    assert "Inga åtgärder bestämdes" in pages[0]
    assert "Så gick mötet till" in pages[0]
    assert "Alla idéer" in pages[1]
