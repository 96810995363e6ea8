"""What people are told when something is wrong, in Swedish and in English."""

SAID = {
    "wrong code": (
        "Vi hittar inget öppet möte med koden 000\u00a0001. Jämför med skärmen.",
        "We cannot find an open meeting with the code 000\u00a0001. Compare it with the screen.",
    ),
    "short code": ("Koden har sex siffror. Du har skrivit 4.", "The code has six digits. You have typed 4."),
    "perhaps locked": ("Stämmer den kan mötet vara låst", "If it is the same, the meeting may be locked"),
    "locked meanwhile": ("Mötet tar inte emot fler just nu.", "The meeting takes no more people just now."),
    "closed": ("Mötet är avslutat", "The meeting has ended"),
    "closed, no more": ("Det går inte längre att lämna idéer", "no longer takes ideas"),
    "long name": ("Namnet får ha högst 40 tecken.", "The name may have 40 characters at most."),
    "name of emoji": (
        "Några tecken, som emojier, räknas som flera. Korta namnet med 30 tecken.",
        "Some characters, such as emoji, count as several. Shorten the name by 30 characters.",
    ),
    "nothing": ("Skriv en idé först.", "Write an idea first."),
    "long idea": ("Korta texten med 10 tecken för att skicka den.", "Shorten the text by 10 characters to send it."),
    "idea of emoji": (
        "Några tecken, som emojier, räknas som flera. Korta texten med 7 tecken för att skicka den.",
        "Some characters, such as emoji, count as several. Shorten the text by 7 characters to send it.",
    ),
    "one left": ("1 tecken kvar", "1 character left"),
    "no comment": ("Skriv en kommentar först.", "Write a comment first."),
    "long comment": ("Korta texten med 10 tecken för att skicka den.", "Shorten the text by 10 characters to send it."),
    "half written": (
        "Det här är inte skickat. Texten är kvar här.",
        "This has not been sent. The text is still here.",
    ),
    "muted": ("Du kan läsa men inte skriva just nu", "You can read but not write just now"),
    "kept": ("Din text är kvar här.", "Your text is still here."),
    "not arrived": ("Idén kom inte fram. Texten är sparad.", "The idea did not arrive. Your text is saved."),
    "muted meanwhile": ("Du kan läsa men inte skriva just nu. Du kan", "You can read but not write just now. You can"),
    "step over": ("Steget är slut.", "The step is over."),
    "send anyway": ("Skicka ändå", "Send anyway"),
    "not sent": (
        "Steget är slut och texten blev inte skickad. Den är kvar här.",
        "The step is over and the text was not sent. It is still here.",
    ),
    "changed too late": (
        "Ändringen kom inte fram. Texten är sparad.",
        "The change did not arrive. Your text is saved.",
    ),
    "thanks": ("Tack för att du var med.", "Thank you for taking part."),
    "votes spent": ("Alla röster lagda", "All votes placed"),
    "the meeting has them": (
        "Mötet har dina röster som de står här.",
        "The meeting has your votes as they stand here.",
    ),
    "take one back": (
        "Alla röster är lagda. Ta tillbaka en för att flytta den.",
        "All votes are placed. Take one back to move it.",
    ),
    "not known": (
        "Mötet känner inte igen telefonen längre. Gå med igen, det du har skrivit är kvar.",
        "The meeting no longer knows this phone. Join again, what you have written is still here.",
    ),
    "report link": ("Länken gäller inte längre", "The link no longer works"),
    "receipt link": ("Länken gäller inte", "The link does not work"),
    "address": ("Skriv adressen så här: namn@exempel.se.", "Write the address like this: name@example.se."),
    "no address": ("Adressen saknar @.", "The address has no @."),
    "cannot be shown": (
        "Texten innehåller tecken som inte kan visas. Ta bort dem och försök igen.",
        "The text holds characters that cannot be shown. Remove them and try again.",
    ),
    "column gone": (
        "Området du skrev till finns inte längre.",
        "The area you wrote for is no longer there.",
    ),
    "unknown column": ("Området finns inte i det här mötet.", "The area is not in this meeting."),
    "send idea": ("Skicka idén", "Send the idea"),
    "send to": ("Skicka till", "Send to"),
    "send again": ("Skicka igen", "Send again"),
    "in the room": ("Visas i rummet", "Shown in the room"),
}


class Said:
    """The sentences in the language of whoever reads."""

    def __init__(self, language: str) -> None:
        self.at = 0 if language == "sv" else 1

    def __call__(self, key: str) -> str:
        return SAID[key][self.at]

    def word(self, swedish: str, english: str) -> str:
        return (swedish, english)[self.at]
