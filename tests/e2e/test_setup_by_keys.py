"""An organizer sets a meeting up and opens it without a mouse: every part is reached, and the focus is never lost on the way."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.keys import go_round, move_to, press, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
MOST = 160


def test_a_meeting_is_set_up_and_opened_by_keys_alone(laptop: Page) -> None:
    laptop.goto("/meetings/")
    expect(laptop.get_by_role("heading", name="Möten", level=1)).to_be_visible()
    press(laptop, "^Nytt möte$", most=MOST)
    expect(laptop.get_by_role("heading", name="Nytt möte", level=1)).to_be_visible()
    expect(laptop.get_by_role("radio", name="Idémöte")).to_be_visible()
    tab_to(laptop, "Idémöte")
    press(laptop, "^Använd mallen$")
    question(laptop)
    steps(laptop)
    people_and_data(laptop)
    # It saves by itself; the button says so when nothing lacks any longer.
    expect(laptop.get_by_role("button", name="Öppna mötet")).to_be_visible()
    press(laptop, "^Öppna mötet$", most=MOST)
    laptop.wait_for_url("**/board/**")
    expect(laptop.get_by_text("Cyklar till alla").first).to_be_visible()


def question(page: Page) -> None:
    expect(page.get_by_label("Mötets namn")).to_be_visible()
    tab_to(page, "^Mötets namn", most=MOST)
    page.keyboard.type("Cyklar till alla")
    tab_to(page, "^Plats")
    page.keyboard.type("Biblioteket")
    tab_to(page, "^Språk|^Svenska$")
    move_to(page, "^English$", key="ArrowRight")
    move_to(page, "^Svenska$", key="ArrowLeft")
    press(page, "^Lägg till område$")
    expect(page.get_by_role("textbox", name=re.compile("^Område")).last).to_be_focused()
    page.keyboard.type("Torget")
    press(page, "^Flytta upp Torget$", most=MOST)
    expect(page.get_by_role("button", name="Flytta upp Torget")).to_be_focused()
    press(page, "^Torget, .*Byt form", most=MOST)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Torget, .*Byt form"))).to_be_focused()
    press(page, "^Ta bort Torget$", most=MOST)
    expect(page.get_by_role("button", name="Flytta upp Torget")).to_have_count(0)
    expect(page.locator(":focus")).to_have_accessible_name(re.compile("^Ta bort "))
    go_round(page, "Tab")


def steps(page: Page) -> None:
    part(page, "Stegen")
    tab_to(page, "^Inställningar för Samling$", most=MOST)
    tab_to(page, "^Minuter för Idéer$")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_text("Stegen tar 61 minuter, men mötet är 60.")).to_be_visible()
    press(page, "^låt mötet ta 61 minuter$", most=MOST)
    expect(page.locator("#part-panel")).to_be_focused()
    press(page, "^Inställningar för Idéer$", most=MOST)
    press(page, "^Granska idéer", key="Space")
    press(page, "^Lägg till steg$", most=MOST)
    tab_to(page, "^Samtala$", most=8)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Lägg till steg")).to_be_focused()
    page.keyboard.press("Enter")
    press(page, "^Samtala$", most=8)
    expect(page.get_by_label("Stegets namn")).to_be_focused()
    page.keyboard.type("Paus")
    press(page, "^Ta bort steget$", most=MOST)
    expect(page.get_by_role("button", name=re.compile("^Inställningar för ")).last).to_be_focused()
    go_round(page, "Tab")


def people_and_data(page: Page) -> None:
    part(page, "Personer")
    tab_to(page, "^E-post till ny mottagare$", most=MOST)
    page.keyboard.type("anna@example.org")
    page.keyboard.press("Enter")
    press(page, "^Ta bort ?, anna@example.org$", most=MOST)
    expect(page.get_by_label("E-post till ny mottagare")).to_be_focused()
    part(page, "Uppgifter")
    press(page, "^Visa idéer utan namn|^Granska", key="Space", most=MOST)
    press(page, "^Ta bort mötet", most=MOST)
    expect(page.get_by_role("dialog")).to_be_visible()
    go_round(page, "Tab", most=10)
    page.keyboard.press("Escape")
    expect(page.locator(":focus")).to_have_text(re.compile("^Ta bort mötet"))
    go_round(page, "Tab")


def part(page: Page, name: str) -> None:
    """The main menu has a page of the same name: the parts come after it."""
    tab_to(page, r"Frågan$", most=MOST)
    press(page, f"{name}$")
    expect(page.get_by_role("navigation", name="Mötets delar").locator("[aria-current]")).to_contain_text(name)
