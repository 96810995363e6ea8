"""Draws the phone's icons from the mark in ideahub/pages/static/pages/mark.svg, with the Chromium that the browser tests use."""

import re
from pathlib import Path

from playwright.sync_api import sync_playwright

from scripts.bootstrap.programs import chromium

FOLDER = Path(__file__).resolve().parent.parent / "ideahub" / "pages" / "static" / "pages"
PAPER, DOCK = "#f0f1ee", "#022e31"
# How much of the icon the mark takes: a launcher may cut a maskable icon down to a circle of four fifths.
ICONS = {"icon-180": (180, PAPER, 0.7), "icon-192": (192, None, 0.94), "icon-512": (512, None, 0.94)}
MASKABLE = {"icon-512-maskable": (512, PAPER, 0.56)}


def draw() -> None:
    mark = re.sub(r"^<svg ", '<svg class="mark" ', (FOLDER / "mark.svg").read_text())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = browser.new_page()
        for name, (size, ground, share) in {**ICONS, **MASKABLE}.items():
            side = round(size * share)
            style = (
                f"body{{margin:0;display:grid;place-items:center;height:100vh;background:{ground or 'transparent'}}}"
            )
            page.set_viewport_size({"width": size, "height": size})
            page.set_content(f"<style>{style} .mark{{width:{side}px;height:{side}px}}</style>{mark}")
            page.screenshot(path=FOLDER / f"{name}.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    draw()
