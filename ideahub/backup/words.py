"""What the two commands say on the terminal."""

from ideahub.backup.archive import Manifest
from ideahub.embedded.words import say


def contents(manifest: Manifest) -> str:
    """«412 idéer i 9 möten, 1 070 händelser, från 2026-06-23 12:00 UTC»."""
    counts, when = manifest.counts, manifest.made_at[:16].replace("T", " ")
    return say(
        f"{counts['ideas']} idéer i {counts['workshops']} möten, {counts['events']} händelser, från {when} UTC",
        f"{counts['ideas']} ideas in {counts['workshops']} meetings, {counts['events']} events, of {when} UTC",
    )


def unusable(why: str, path: str) -> str:
    sentences = {
        "no_backup": say(f"{path} är ingen säkerhetskopia.", f"{path} is not a backup."),
        "damaged": say(f"{path} är skadad. Ingenting är ändrat.", f"{path} is damaged. Nothing was changed."),
        "format": say(f"{path} är skriven av en annan version.", f"{path} was written by another version."),
        "engine": say(
            f"{path} är tagen ur en annan sorts databas.", f"{path} was taken from another kind of database."
        ),
        "newer": say(
            f"{path} är från en nyare version av Ideahub. Uppdatera programmet först.",
            f"{path} is from a newer version of Ideahub. Update the program first.",
        ),
    }
    return sentences[why]


def program_missing(name: str) -> str:
    return say(
        f"Programmet {name} saknas. Installera PostgreSQL:s klientprogram (postgresql-client).",
        f"The program {name} is missing. Install PostgreSQL's client programs (postgresql-client).",
    )


def failed(error: object) -> str:
    return say(f"Det gick inte: {error}", f"It failed: {error}")
